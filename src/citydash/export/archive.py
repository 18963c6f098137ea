"""Several files as one: a ZIP whose bytes depend on nothing but theirs."""

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can hold: its files have none of their own."""
_UNIX, _READABLE = 3, 0o644 << 16


def zipped(files: dict[str, bytes]) -> bytes:
    """The files in a ZIP, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _READABLE
            archive.writestr(info, data)
    return out.getvalue()
