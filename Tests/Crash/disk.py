"""What a power cut may leave of the changes that recorded-calls.c recorded.

What was flushed is there. What was not may be there or not, whole or in part, in any order: names and data are kept
apart, as file systems do, and only a rename is never half done. So a file may be there without its bytes, have a hole
where a block was not written yet, or stand under its old name although something later survived.
"""

import collections
import os
import random
import stat

Record = collections.namedtuple("Record", "op file number one other")

#: Bytes that reach a disk together.
BLOCK = 4096

#: What becomes of changes that were not flushed: of names, and of data.
LOSSES = {
    "nothing": ("none", "none"),
    "everything": ("all", "all"),
    "names": ("all", "none"),
    "sizes": ("all", "zeros"),
    "data": ("none", "all"),
    "ordered": ("prefix", "prefix"),
    "blocks": ("all", "blocks"),
    "any": ("some", "mixed"),
}
#: Of these, those by which chance decides.
BY_CHANCE = ("ordered", "blocks", "any")


def read_records(path):
    with open(path, "rb") as file:
        content = file.read()
    records, place = [], 0
    while place < len(content):
        end = content.index(b"\n", place)
        op, *numbers = content[place:end].decode().split()
        file, number, first, second = map(int, numbers)
        middle = end + 1 + first
        place = middle + second
        records.append(Record(op, file, number, content[end + 1 : middle], content[middle:place]))
    return records


class Inode:
    """A file, a folder or a symbolic link, with what is on the disk of it and what is not yet."""

    def __init__(self, kind, mode, content=b""):
        self.kind = kind
        self.content = content
        self.mode = mode
        # Bytes to be written at a place, a size to be cut to, a least size, or a mode.
        self.pending = []

    def copy(self):
        other = Inode(self.kind, self.mode, self.content)
        other.pending = list(self.pending)
        return other

    def change(self, op, number, content=b""):
        self.pending.append((op, number, content))

    def flush(self):
        self.content, self.mode = self.with_changes(self.pending)
        self.pending = []

    def with_changes(self, changes):
        if not changes:
            return self.content, self.mode
        content, mode = bytearray(self.content), self.mode
        for op, number, written in changes:
            if op == "write":
                content.extend(bytes(max(0, number - len(content))))
                content[number : number + len(written)] = written
            elif op == "resize":
                del content[number:]
            if op in ("resize", "reserve"):
                content.extend(bytes(max(0, number - len(content))))
            if op == "chmod":
                mode = number
        return bytes(content), mode

    def after_cut(self, loss, chance):
        """The content and mode that a power cut leaves."""
        if loss == "mixed":
            loss = chance.choice(["none", "all", "prefix", "blocks", "some", "zeros"])
        pending = self.pending
        if loss == "none":
            pending = []
        elif loss == "prefix":
            pending = pending[: chance.randint(0, len(pending))]
        elif loss == "some":
            pending = [change for change in pending if chance.random() < 0.5]
        elif loss == "blocks":
            pending = [part for change in pending for part in self.blocks(change) if chance.random() < 0.5]
        elif loss == "zeros":
            pending = [
                ("reserve", number + len(written), b"") if op == "write" else (op, number, written)
                for op, number, written in pending]
        return self.with_changes(pending)

    @staticmethod
    def blocks(change):
        op, number, written = change
        if op != "write":
            return [change]
        edges = [number, *range(number - number % BLOCK + BLOCK, number + len(written), BLOCK), number + len(written)]
        return [
            (op, start, written[start - number : end - number]) for start, end in zip(edges, edges[1:])]


class Disk:
    """The state of a folder, to which records are done one after the other."""

    def __init__(self, root):
        self.root = os.path.realpath(root)
        #: By inode numbers, as they are at the moment.
        self.inodes = {}
        #: Folder and name to what they lead to: as programs see it, and as it is on the disk, with the change's number.
        self.now, self.flushed = {}, {}
        #: Changes of names that are not on the disk yet: number, and places with what they lead to (None: nothing).
        self.pending = []
        self.count = 0
        #: Files that are changed through memory.
        self.mapped = []
        self.top = self.found(self.root)
        for place, folders, names in os.walk(self.root):
            for name in folders + names:
                path = os.path.join(place, name)
                key = self.inodes[os.lstat(place).st_ino], name
                self.now[key] = self.inodes.get(os.lstat(path).st_ino) or self.found(path)
                self.flushed[key] = 0, self.now[key]

    def copy(self):
        """The same before any record."""
        copies = collections.defaultdict(lambda: None)
        for inode in {self.top, *self.inodes.values()}:
            copies[inode] = inode.copy()
        other = object.__new__(Disk)
        other.root, other.top, other.count = self.root, copies[self.top], 0
        other.inodes = {number: copies[inode] for number, inode in self.inodes.items()}
        other.now = {(copies[folder], name): copies[inode] for (folder, name), inode in self.now.items()}
        other.flushed = {place: (0, inode) for place, inode in other.now.items()}
        other.pending, other.mapped = [], []
        return other

    def found(self, path):
        """An inode that was there before the first record."""
        status = os.lstat(path)
        mode = stat.S_IMODE(status.st_mode)
        if stat.S_ISDIR(status.st_mode):
            inode = Inode("folder", mode)
        elif stat.S_ISLNK(status.st_mode):
            inode = Inode("link", mode, os.readlink(path).encode())
        else:
            with open(path, "rb") as file:
                inode = Inode("file", mode, file.read())
        self.inodes[status.st_ino] = inode
        return inode

    def place(self, path):
        """The folder and name of a path; None outside of the root."""
        relative = os.path.relpath(os.fsdecode(path), self.root)
        if relative.startswith(".."):
            return None
        *folders, name = relative.split(os.sep)
        folder = self.top
        for part in folders:
            folder = self.now[folder, part]
        return folder, name

    def name(self, *places):
        """Lets places lead somewhere, all of them at once."""
        places = [(place, inode) for place, inode in places if place]
        self.count += 1
        for place, inode in places:
            self.now[place] = inode
        self.pending.append((self.count, places))

    def do(self, record):
        op = record.op
        if op in ("create", "mkdir", "symlink"):
            kind = {"create": "file", "mkdir": "folder", "symlink": "link"}[op]
            # What a link says is written with its name.
            self.inodes[record.file] = Inode(kind, record.number, record.other)
            if record.one:
                self.name((self.place(record.one), self.inodes[record.file]))
        elif op == "link":
            self.name((self.place(record.one), self.inodes[record.file]))
        elif op in ("unlink", "rmdir"):
            self.name((self.place(record.one), None))
        elif op in ("rename", "exchange"):
            old, new = self.place(record.one), self.place(record.other)
            self.name((old, self.now.get(new) if op == "exchange" else None), (new, self.now.get(old)))
        elif op in ("write", "resize", "reserve", "chmod"):
            self.inodes[record.file].change(op, record.number, record.one)
        elif op == "mapped":
            self.mapped.append(self.inodes[record.file])
        elif op == "sync":
            inode = self.inodes[record.file]
            inode.flush()
            if inode.kind == "folder":
                self.flush_names(lambda places: any(folder is inode for (folder, _), _ in places))
        elif op == "syncfs":
            for inode in [*self.inodes.values(), *self.now.values()]:
                if inode:
                    inode.flush()
            self.flush_names(lambda places: True)

    def flush_names(self, is_flushed):
        left = []
        for number, places in self.pending:
            if is_flushed(places):
                self.put(self.flushed, number, places)
            else:
                left.append((number, places))
        self.pending = left

    @staticmethod
    def put(names, number, places):
        for place, inode in places:
            # Something later may be on the disk already, where a change touches two folders.
            if names.get(place, (0, None))[0] <= number:
                names[place] = number, inode

    def after_cut(self, loss, seed=0):
        """What a power cut leaves, by a name of ``LOSSES``: relative path to kind, content and mode."""
        names_loss, data_loss = LOSSES[loss]
        chance = random.Random(seed)
        pending = {
            "none": [],
            "all": self.pending,
            "prefix": self.pending[: chance.randint(0, len(self.pending))],
            "some": [change for change in self.pending if chance.random() < 0.5],
        }[names_loss]
        names = dict(self.flushed)
        for number, places in pending:
            self.put(names, number, places)
        below = collections.defaultdict(list)
        for (folder, name), (_, inode) in names.items():
            if inode:
                below[folder].append((name, inode))
        left, contents = {}, {}

        def visit(folder, path, above):
            for name, inode in sorted(below[folder], key=lambda entry: entry[0]):
                if inode not in contents:
                    contents[inode] = inode.after_cut(data_loss, chance)
                left[path + name] = inode.kind, *contents[inode]
                # Of a rename of which more survived than may, a folder might stand in itself.
                if inode.kind == "folder" and inode not in above:
                    visit(inode, f"{path}{name}/", above | {inode})

        visit(self.top, "", {self.top})
        return left


class Recording:
    """All that a command changed below a folder, and the folder as a power cut may leave it."""

    def __init__(self, root, library):
        self.root = os.path.realpath(root)
        self.log = self.root + ".record"
        if os.path.exists(self.log):
            os.remove(self.log)
        self.environment = {"LD_PRELOAD": library, "RECORD_ROOT": self.root, "RECORD_LOG": self.log}
        self.begun = Disk(self.root)
        self.records = []

    def end(self):
        """To be called when the command has ended; says what escaped the record, as paths.

        With all changes done the folder must be the one that the command left, but for what SQLite shares between
        processes in memory, and makes anew after a power cut.
        """
        self.records = read_records(self.log) if os.path.exists(self.log) else []
        state = self.state(len(self.records))
        made, found = state.after_cut("everything"), look(self.root)
        escaped = {path for path in made.keys() | found.keys() if made.get(path) != found.get(path)}
        escaped |= {name for (_, name), inode in state.now.items() if inode in state.mapped}
        return sorted(path for path in escaped if not path.endswith("-shm"))

    def said(self, count):
        """What the command had printed after so many records."""
        return b"".join(record.one for record in self.records[:count] if record.op == "said")

    def state(self, count):
        """The disk after so many records."""
        state = self.begun.copy()
        for record in self.records[:count]:
            state.do(record)
        return state


def look(root):
    """A folder as ``Disk.after_cut`` has it."""
    found = {}
    for place, folders, names in os.walk(root):
        for name in folders + names:
            path = os.path.join(place, name)
            status = os.lstat(path)
            kind, content = "folder", b""
            if stat.S_ISLNK(status.st_mode):
                kind, content = "link", os.readlink(path).encode()
            elif stat.S_ISREG(status.st_mode):
                kind = "file"
                with open(path, "rb") as file:
                    content = file.read()
            found[os.path.relpath(path, root)] = kind, content, stat.S_IMODE(status.st_mode)
    return found


def make(left, root):
    """Makes a new folder of what a power cut left."""
    os.mkdir(root)
    for path, (kind, content, mode) in left.items():
        path = os.path.join(root, path)
        if kind == "folder":
            os.mkdir(path)
        elif kind == "link":
            os.symlink(os.fsdecode(content), path)
        else:
            with open(path, "wb") as file:
                file.write(content)
    for path, (kind, _, mode) in reversed(left.items()):
        if kind != "link":
            os.chmod(os.path.join(root, path), mode)
