import Testing

@testable import Storage

@Suite struct StoreErrorTests {
    @Test(
        arguments: [
            { .damaged(path: $0, detail: "a row is missing") }, { .newer(path: $0) },
            { .unwritable(path: $0, detail: "permission denied") },
            { .failed(path: $0, detail: "no answer") },
        ] as [@Sendable (String) -> StoreError]
    )
    func onlyAFileIsSaidToBeDeletable(_ error: @Sendable (String) -> StoreError) {
        let file = error("/srv/postgres/index.sqlite").description
        let database = error("postgres://kindred@db/news").description
        #expect(file.contains("delete") || file.contains("another file"), "\(file)")
        #expect(!database.contains("delete") && !database.contains("file"), "\(database)")
        #expect(database.contains("postgres://kindred@db/news"))
    }
}
