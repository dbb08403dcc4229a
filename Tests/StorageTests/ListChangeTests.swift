import Corpus
import Storage
import TestSupport
import Testing

@Suite struct ListChangeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: TestedStore.allCases)
    func changesAreToldInOrderAndCompletedLater(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        #expect(try store.read { try $0.listChangeLog().numbers } == nil)
        let numbers = try store.update { access in
            try access.log([
                LoggedChange("a", lists: ["a", "b"], isComplete: false), .all,
                LoggedChange("c \"d\"", lists: ["c \"d\""], isComplete: true),
            ])
        }
        #expect(numbers == [1, 2, 3])
        #expect(try store.read { try $0.listChangeLog().numbers } == 1...3)
        let open = ListChange(number: 1, article: "a", lists: ["a", "b"], isComplete: false)
        #expect(try store.read { try $0.incompleteListChanges() } == [open])
        let last = ListChange(number: 3, article: "c \"d\"", lists: ["c \"d\""], isComplete: true)
        #expect(
            try store.read { try $0.listChanges(after: 1, limit: 5) } == [
                ListChange(number: 2, article: nil, lists: [], isComplete: true), last,
            ]
        )
        #expect(try store.read { try $0.listChanges(after: 0, limit: 1) } == [open])
        try store.update { access in
            try access.complete([
                CompletedChange(number: 1, lists: ["x", "b"]), CompletedChange(number: 3, lists: ["no"]),
                CompletedChange(number: 99, lists: ["no"]),
            ])
        }
        #expect(
            try store.read { try $0.listChanges(after: 0, limit: 1) } == [
                ListChange(number: 1, article: "a", lists: ["a", "b", "x"], isComplete: true)
            ]
        )
        #expect(try store.read { try $0.listChanges(after: 2, limit: 9) } == [last])
        #expect(try store.read { try $0.incompleteListChanges() }.isEmpty)
    }

    @Test(arguments: TestedStore.allCases)
    func oldChangesAreForgottenAndNumbersGoOn(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        let many = Int(ListChange.kept) + 5
        try store.update { access in
            _ = try access.log(Array(repeating: .all, count: many - 2))
            _ = try access.log([.all, .all])
        }
        let numbers = try store.read { try $0.listChangeLog().numbers }
        #expect(numbers == Int64(6)...Int64(many))
        #expect(try store.update { try $0.log([.all]) } == [Int64(many) + 1])
    }

    @Test(arguments: TestedStore.allCases)
    func whatATransactionNotesIsGoneWithIt(_ kind: TestedStore) throws {
        struct Stop: Error {}
        let store = try kind.make(in: folder.path)
        let revision = try store.read { try $0.revision() }
        #expect(throws: Stop.self) {
            try store.update { access in
                _ = try access.log([.all])
                throw Stop()
            }
        }
        #expect(try store.update { try $0.log([.all]) } == [1])
        #expect(try store.read { try $0.revision() } == revision)
    }

    @Test func anotherIndexHasAnotherLog() throws {
        let first = try SQLiteStore(path: folder.path("a.sqlite")).read { try $0.listChangeLog().name }
        let second = try SQLiteStore(path: folder.path("b.sqlite")).read { try $0.listChangeLog().name }
        let again = try SQLiteStore(path: folder.path("a.sqlite")).read { try $0.listChangeLog().name }
        #expect(first.count == 16 && first != second && first == again)
    }
}
