import Corpus
import Foundation
import Testing

@Suite struct PublicationDateTests {
    @Test(arguments: [
        ("1970-01-01", 0.0), ("2021-03-02T10:36:00Z", 1_614_681_360), ("2021-03-02 10:36", 1_614_681_360),
        ("2021-03-02T18:36:00+08:00", 1_614_681_360), ("2021-03-02 05:36:00 -0500", 1_614_681_360),
        ("2021-03-02T10:36:00.250z", 1_614_681_360.25), ("2000-02-29", 951_782_400),
        ("1969-12-31T23:59:59Z", -1),
        ("2016-12-31T23:59:60Z", 1_483_228_800),
    ])
    func readsTheFormsOfFrontMatter(text: String, seconds: Double) throws {
        let date = try #require(PublicationDate(text))
        #expect(date.date.timeIntervalSince1970 == seconds)
        #expect(date.text == text)
    }

    @Test(arguments: [
        "", "yesterday", "2021", "2021-13-01", "2021-02-29", "2021-00-10", "2021-01-00", "21-01-01",
        "2021-1-1",
        "2021-03-02T", "2021-03-02T25:00", "2021-03-02T10:36:00Zx", "2021-03-02T10:36:00+", "2021/03/02",
        "２０２１-03-02", "2021-03-02T10:36:00.Z",
    ])
    func refusesWhatIsNoDate(text: String) { #expect(PublicationDate(text) == nil) }
}
