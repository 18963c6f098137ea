"""Which files changed since the index was last right: sizes, times and inodes, as git's own index does it.

Kept as one blob: four numbers a file, then the names. Comparing two blobs costs nothing; only a difference is taken apart.
"""

from array import array

from citydash.files.discover import File, Tree

RACY_NS = 2_500_000_000
"""A file touched this shortly before the scan counts as changed: its next edit could leave the same times."""


def encode(tree: Tree, clock_ns: int) -> bytes:
    """The blob of a scan that began at `clock_ns`. A file too fresh to trust has size −1, which no file has."""
    files = tree.files + tree.odd
    names = "\0".join([name for file in files for name in file[:3]]).encode("utf-8", "surrogateescape")
    numbers = array("q", (len(names),))
    limit = clock_ns - RACY_NS
    for _path, _town, _portfolio, mtime, ctime, size, inode in files:
        numbers.extend((mtime, ctime, -1 if mtime > limit or ctime > limit else size, inode & 0x7FFFFFFFFFFFFFFF))
    return numbers.tobytes() + names


def decode(blob: bytes) -> dict[str, tuple[str, str, int, int, int, int]]:
    """path → (town, portfolio, mtime_ns, ctime_ns, size, inode); empty for an empty blob."""
    if not blob:
        return {}
    head = array("q", blob[:8])[0]
    names = blob[len(blob) - head :].decode("utf-8", "surrogateescape").split("\0") if head else []
    numbers = array("q", blob[8 : len(blob) - head])
    known = {}
    for n in range(len(numbers) // 4):
        mtime, ctime, size, inode = numbers[4 * n : 4 * n + 4]
        known[names[3 * n]] = (names[3 * n + 1], names[3 * n + 2], mtime, ctime, size, inode)
    return known


def differences(tree: Tree, old: bytes, new: bytes) -> tuple[list[File], list[str]]:
    """(files to read, paths that are gone), from the blob kept and the blob of this scan."""
    known, now = decode(old), decode(new)
    changed = [file for file in tree.files if known.get(file[0]) != now[file[0]] or now[file[0]][4] < 0]
    here = {file[0] for file in tree.files}
    return changed, [path for path in known if path not in here]
