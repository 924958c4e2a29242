"""Which places are known to bite, by listings that the tests make up."""

from __future__ import annotations

import ctypes
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import places
from storage.places import PLAIN, Mount, Place, PlaceKind, mounted, mounts_in, place_of, synced

LISTING = """\
22 1 0:21 / / rw,relatime shared:1 - overlay overlay rw,lowerdir=/a,upperdir=/b
23 22 0:22 / /proc rw,nosuid - proc proc rw
24 22 0:23 / /tmp rw - tmpfs tmpfs rw
25 22 259:2 / /home rw,relatime shared:29 - ext4 /dev/nvme0n1p2 rw
26 25 0:50 / /home/王/共享\\040文件 rw,relatime shared:30 - cifs //server/共享 rw,vers=3.1.1
27 25 0:51 / /home/王/nfs rw - nfs4 server:/export rw
28 25 0:52 / /home/王/far rw - fuse.sshfs wang@host: rw
29 25 0:53 / /home/王/cloud rw - fuse.rclone remote: rw
30 22 8:17 / /media/王/U盘 rw,nosuid - vfat /dev/none1 rw
31 22 8:18 / /run/media/王/STICK rw - fuseblk /dev/none2 rw
32 22 8:33 / /data rw - fuseblk /dev/none3 rw
33 27 259:2 /here /home/王/nfs/bound rw - ext4 /dev/nvme0n1p2 rw
34 25 0:51 /part /home/王/linked rw - nfs4 server:/export/part rw
35 22 0:60 / /mnt/host rw - 9p share rw
36 22 0:61 / /srv/over rw - nfs server:/a rw
37 36 259:2 / /srv/over rw - ext4 /dev/nvme0n1p2 rw
a line of another shape
"""
MOUNTS = mounts_in(LISTING)


@pytest.mark.parametrize(
    ("path", "kind", "sign"),
    [
        ("/home/王/审阅.clausedesk", PlaceKind.PLAIN, ""),
        ("/tmp/x.clausedesk", PlaceKind.PLAIN, ""),
        ("/anything", PlaceKind.PLAIN, ""),
        ("/home/王/共享 文件/审阅.clausedesk", PlaceKind.NETWORK, "cifs"),
        ("/home/王/共享", PlaceKind.PLAIN, ""),
        ("/home/王/nfs/a/b/审阅.clausedesk", PlaceKind.NETWORK, "nfs4"),
        ("/home/王/nfs-not/审阅.clausedesk", PlaceKind.PLAIN, ""),
        ("/home/王/far/x", PlaceKind.NETWORK, "fuse.sshfs"),
        ("/home/王/cloud/x", PlaceKind.NETWORK, "fuse.rclone"),
        ("/media/王/U盘/审阅.clausedesk", PlaceKind.REMOVABLE, "/media/王/U盘"),
        ("/run/media/王/STICK/x", PlaceKind.REMOVABLE, "/run/media/王/STICK"),
        ("/data/x", PlaceKind.PLAIN, ""),
        ("/home/王/nfs/bound/x", PlaceKind.PLAIN, ""),
        ("/home/王/linked/x", PlaceKind.NETWORK, "nfs4"),
        ("/mnt/host/x", PlaceKind.NETWORK, "9p"),
        ("/srv/over/x", PlaceKind.PLAIN, ""),
    ],
)
def test_the_mount_under_a_path_tells_its_kind(path: str, kind: PlaceKind, sign: str) -> None:
    assert mounted(PurePosixPath(path), MOUNTS) == Place(kind, sign)


@pytest.mark.parametrize(
    "system", ["nfs", "NFS3", "cifs", "smb3", "davfs", "fuse.davfs2", "afpfs", "glusterfs", "vboxsf", "fuse.x"]
)
def test_file_systems_of_networks_are_known(system: str) -> None:
    assert mounted(PurePosixPath("/m/x"), [Mount("/m", system, "//server/x")]).kind is PlaceKind.NETWORK


@pytest.mark.parametrize("system", ["ext4", "btrfs", "xfs", "apfs", "ntfs3", "fuseblk", "fuse.ntfs-3g", "zfs", "tmpfs", "overlay"])
def test_file_systems_of_this_computer_are_known(system: str) -> None:
    assert mounted(PurePosixPath("/m/x"), [Mount("/m", system, "none")]) == PLAIN


def test_a_root_on_the_network_counts_for_everything_on_it() -> None:
    mounts = [Mount("/", "nfs", "server:/"), Mount("/local", "ext4", "/dev/sda1")]
    assert mounted(PurePosixPath("/anywhere/x"), mounts).bites
    assert not mounted(PurePosixPath("/local/x"), mounts).bites


@given(st.text(), st.text(min_size=1))
def test_no_listing_stops_anybody(listing: str, path: str) -> None:
    found = mounted(PurePosixPath("/", path), mounts_in(listing))
    assert isinstance(found.bites, bool)


words = st.text(st.characters(blacklist_categories=["Zs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(words, words, words)), words)
def test_no_mounts_stop_anybody(rows: list[tuple[str, str, str]], path: str) -> None:
    listing = "\n".join(f"1 2 3:4 / /{point} rw - {system} {source}" for point, system, source in rows)
    assert isinstance(mounted(PurePosixPath("/", path), mounts_in(listing)).kind, PlaceKind)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "OneDrive",
            "OneDrive - 某某单位",
            "Dropbox",
            "Dropbox (个人)",
            "坚果云",
            "我的坚果云",
            "Nutstore Files",
            "BaiduSyncdisk",
        ),
        *(
            "百度网盘同步空间",
            "WPSDrive",
            "WPS云盘",
            "Google Drive",
            "GoogleDrive",
            "My Drive",
            "iCloudDrive",
            "com~apple~CloudDocs",
        ),
        *("Nextcloud", "ownCloud", "Seafile", "Syncthing", "pCloudDrive", "微云同步助手", "阿里云盘"),
    ],
)
def test_folders_of_programs_that_synchronise_are_known_by_their_names(name: str) -> None:
    assert synced(Path("/home/王", name, "项目", "审阅.clausedesk"), {}) == Place(PlaceKind.SYNCED, name)


@pytest.mark.parametrize("name", ["drive", "OneDriveOld", "我的文档", "cloud", "dropbox-export", "boxes"])
def test_other_names_are_not(name: str) -> None:
    assert synced(Path("/home/王", name, "审阅.clausedesk"), {}) == PLAIN


def test_the_file_itself_may_be_called_anything() -> None:
    assert synced(Path("/home/王/Dropbox"), {}) == PLAIN


@pytest.mark.parametrize("mark", [".dropbox", ".stfolder", ".nextcloudsync.log", ".seafile-data"])
def test_folders_are_known_by_what_such_programs_leave_there(mark: str, tmp_path: Path) -> None:
    (tmp_path / mark).mkdir()
    (tmp_path / "下层").mkdir()
    assert synced(tmp_path / "下层" / "审阅.clausedesk", {}) == Place(PlaceKind.SYNCED, tmp_path.name)


def test_folders_are_known_by_the_computers_variables(tmp_path: Path) -> None:
    work = tmp_path / "单位云"
    assert synced(work / "深" / "审阅.clausedesk", {"OneDriveCommercial": str(work)}).kind is PlaceKind.SYNCED
    assert synced(work / "审阅.clausedesk", {"OneDrive": "", "OTHER": str(work)}) == PLAIN


def test_a_link_into_such_a_place_counts_as_what_it_leads_to(tmp_path: Path) -> None:
    real = tmp_path / "Nutstore"
    real.mkdir()
    (real / "审阅.clausedesk").touch()
    (tmp_path / "快捷").symlink_to(real, target_is_directory=True)
    assert place_of(tmp_path / "快捷" / "审阅.clausedesk").kind is PlaceKind.SYNCED
    assert place_of(tmp_path / "审阅.clausedesk") == PLAIN


def test_a_path_that_cannot_be_looked_at_counts_as_plain(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    assert place_of(tmp_path / "round" / "x").kind is PlaceKind.PLAIN
    assert place_of(Path("a\0b")).kind is PlaceKind.PLAIN
    assert place_of(tmp_path / ("长" * 4000)).kind is PlaceKind.PLAIN


@pytest.mark.parametrize(
    ("path", "drive", "kind"),
    [
        ("\\\\server\\共享\\审阅.clausedesk", 0, PlaceKind.NETWORK),
        ("Z:\\审阅.clausedesk", 4, PlaceKind.NETWORK),
        ("E:\\审阅.clausedesk", 2, PlaceKind.REMOVABLE),
        ("C:\\审阅.clausedesk", 3, PlaceKind.PLAIN),
        ("D:\\审阅.clausedesk", 5, PlaceKind.PLAIN),
    ],
)
def test_windows_tells_the_kind_of_a_drive(path: str, drive: int, kind: PlaceKind, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(root: str) -> int:
        asked.append(root)
        return drive

    api = SimpleNamespace(kernel32=SimpleNamespace(GetDriveTypeW=answer))
    monkeypatch.setattr(ctypes, "windll", api, raising=False)
    found = places._windows(PureWindowsPath(path))
    assert found.kind is kind
    assert asked == ([] if path.startswith("\\\\") else [f"{path[:2]}\\"])


def test_each_kind_has_a_name() -> None:
    assert {Place(kind).phrase for kind in PlaceKind} == {f"place.{kind.value}" for kind in PlaceKind}
