"""Which files changed since the index was last right: sizes, times and inodes, as git's own index does it.

Kept as one blob: three numbers about it, four a file, then the names. Comparing two blobs costs nothing; only a
difference is taken apart.
"""

from array import array

from citydash.files.discover import File, Tree

RACY_NS = 2_500_000_000
"""A file touched this close to the scan counts as changed: its next edit could leave the same times."""
FUTURE_NS = 86_400_000_000_000
"""A time further ahead than any clock is wrong isn't that of an edit: the next one gets another."""
_INT64 = 0x7FFFFFFFFFFFFFFF


def encode(tree: Tree, clock_ns: int) -> bytes:
    """The blob of a scan that began at `clock_ns`. A file too fresh to trust has size −1, which no file has."""
    entries = tree.files + tree.odd
    names = "\0".join([name for entry in entries for name in entry[:3]]).encode("utf-8", "surrogateescape")
    numbers = array("q", (len(names), len(tree.files), 0))
    low, high = clock_ns - RACY_NS, clock_ns + FUTURE_NS
    racy = 0
    for _path, _town, _portfolio, mtime, ctime, size, inode in entries:
        if low < mtime < high or low < ctime < high:
            size, racy = -1, racy + 1  # noqa: PLW2901
        numbers.extend((mtime & _INT64, ctime & _INT64, size, inode & _INT64))
    numbers[2] = racy
    return numbers.tobytes() + names


def is_settled(blob: bytes) -> bool:
    """Whether no file was too fresh to trust: equal blobs then mean equal files."""
    return array("q", blob[16:24])[0] == 0


def decode(blob: bytes) -> dict[str, tuple[str, str, int, int, int, int]]:
    """Path → (town, portfolio, mtime_ns, ctime_ns, size, inode) of the files, not of the odd entries.

    Empty for an empty blob. Raises `ValueError` or `IndexError` for what `encode` didn't make.
    """
    if not blob:
        return {}
    length, files, _racy = array("q", blob[:24])
    names = blob[len(blob) - length :].decode("utf-8", "surrogateescape").split("\0")
    numbers = array("q", blob[24 : len(blob) - length])
    known = {}
    for n in range(files):
        mtime, ctime, size, inode = numbers[4 * n : 4 * n + 4]
        known[names[3 * n]] = (names[3 * n + 1], names[3 * n + 2], mtime, ctime, size, inode)
    return known


def differences(tree: Tree, old: bytes, new: bytes) -> tuple[list[File], list[str]]:
    """(files to read, paths that are gone), from the blob kept and the blob of this scan."""
    if _names(old) == _names(new):  # as nearly always: no file came or went, so numbers compare place by place
        kept, fresh = (array("q", blob[24 : 24 + 32 * len(tree.files)]) for blob in (old, new))
        places = range(0, len(fresh), 4)
        return [tree.files[n // 4] for n in places if fresh[n + 2] < 0 or kept[n : n + 4] != fresh[n : n + 4]], []
    known, now = decode(old), decode(new)
    changed = [file for file in tree.files if known.get(file[0]) != now[file[0]] or now[file[0]][4] < 0]
    return changed, [path for path in known if path not in now]


def _names(blob: bytes) -> tuple[bytes, bytes]:
    """How many files of a blob there are, and every name in it."""
    return blob[8:16], blob[len(blob) - array("q", blob[:8])[0] :] if blob else b""
