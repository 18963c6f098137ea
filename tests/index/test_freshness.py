import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydash.files.discover import Tree
from citydash.index import freshness
from citydash.index.freshness import RACY_NS, decode, differences, encode, is_settled

NOW = 1_800_000_000 * 10**9
OLD = NOW - 10**12
names = st.text(st.characters(exclude_characters="\0", exclude_categories=[]) | st.just("\udcff"), max_size=5)
times = st.integers(-(2**40), 2**63 - 1) | st.integers(NOW - 3 * RACY_NS, NOW + 3 * RACY_NS)
files = st.tuples(names, names, names, times, times, st.integers(0, 2**50), st.integers(0, 2**64 - 1))
trees = st.builds(
    lambda here, odd: Tree(here, [], odd),
    st.lists(files, max_size=4, unique_by=lambda file: file[0]),
    st.lists(files, max_size=2),
)


def file(path="x", mtime=OLD, ctime=OLD, size=1, inode=7):
    return (path, "v", "p", mtime, ctime, size, inode)


@given(trees)
def test_a_blob_says_what_the_files_were(tree):
    try:
        blob = encode(tree, NOW)
    except UnicodeEncodeError:
        assert any(
            "\ud800" <= c <= "\udfff" and not "\udc80" <= c <= "\udcff"
            for f in tree.files + tree.odd
            for c in "".join(f[:3])
        )
        return
    known = decode(blob)
    assert list(known) == [f[0] for f in tree.files]
    for path, town, portfolio, mtime, ctime, size, inode in tree.files:
        is_racy = any(NOW - RACY_NS < t < NOW + freshness.FUTURE_NS for t in (mtime, ctime))
        mask = 2**63 - 1
        assert known[path] == (town, portfolio, mtime & mask, ctime & mask, -1 if is_racy else size, inode & mask)
    changed, gone = differences(tree, blob, blob)
    assert changed == [f for f in tree.files if known[f[0]][4] < 0]
    assert gone == []


def test_nothing_is_known_at_first():
    assert decode(b"") == {}
    assert differences(Tree([file()], [], []), b"", encode(Tree([file()], [], []), NOW)) == ([file()], [])


@pytest.mark.parametrize("change", [{"mtime": OLD + 1}, {"ctime": OLD + 1}, {"size": 2}, {"inode": 8}])
def test_each_number_counts(change):
    before, after = Tree([file()], [], []), Tree([file(**change)], [], [])
    assert differences(after, encode(before, NOW), encode(after, NOW)) == (after.files, [])


def test_another_town_or_portfolio_counts():
    before, after = Tree([file()], [], []), Tree([("x", "w", *file()[2:])], [], [])
    assert differences(after, encode(before, NOW), encode(after, NOW)) == (after.files, [])


@pytest.mark.parametrize("moment", [NOW, NOW - RACY_NS + 1, NOW + 10**9])
@pytest.mark.parametrize("which", ["mtime", "ctime"])
def test_a_file_touched_during_the_scan_is_not_trusted(moment, which):
    tree = Tree([file(), file("y", **{which: moment})], [], [])
    blob = encode(tree, NOW)
    assert not is_settled(blob)
    assert differences(tree, blob, encode(tree, NOW + 1)) == ([tree.files[1]], [])
    later = encode(tree, NOW + 100 * RACY_NS)
    assert is_settled(later)
    assert differences(tree, blob, later) == ([tree.files[1]], [])
    assert differences(tree, later, later) == ([], [])


def test_a_time_far_ahead_is_no_reason_to_read_again():
    tree = Tree([file(mtime=NOW + 10**18), file("y", mtime=2**64, ctime=-5)], [], [])
    blob = encode(tree, NOW)
    assert is_settled(blob)
    assert differences(tree, blob, blob) == ([], [])


def test_odd_entries_count_and_are_no_files():
    odd = ("y", "not-a-file", "", 0, 0, 0, 0)
    with_odd, without = Tree([file()], [], [odd]), Tree([file()], [], [])
    assert encode(with_odd, NOW) != encode(without, NOW)
    assert differences(without, encode(with_odd, NOW), encode(without, NOW)) == ([], [])
    mended = Tree([file(), file("y")], [], [])
    was_odd = Tree([file()], [], [file("y")])
    assert differences(mended, encode(was_odd, NOW), encode(mended, NOW)) == ([file("y")], [])


@given(st.binary(min_size=1, max_size=100))
def test_another_blob_is_no_index_error_of_another_kind(blob):
    try:
        decode(blob)
    except (ValueError, IndexError):
        return
