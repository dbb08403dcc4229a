import Corpus
import Foundation
import Kernels
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
        // A part of the year, month or day without its zero, and other separators.
        "2021-3-2", "2021/03/02", "2021/3/2", "2021.03.02", "20210302", "2021-Mar-02", "2021-march-2",
        "2021-03-02 ",
        // Written out.
        "March 2, 2021", "march 2 2021", "Mar. 2 2021", "Mar 2nd, 2021", "2 March 2021", "02 Mar 2021",
        "2nd of March, 2021",
        "02-Mar-2021", "Tue, 2 Mar 2021", "Tuesday, March 2, 2021", "Tue. 2 Mar. 2021", "2 MAR 2021",
    ])
    func readsTheSecondOfMarch(text: String) { #expect(seconds(text) == 1_614_643_200) }

    @Test(arguments: [
        // ISO 8601, YAML 1.1, TOML.
        "2021-03-02T10:36", "2021-3-2 10:36:00", "2021-03-02t10:36:00Z", "2021-03-02   10:36:00",
        "2021-03-02\t10:36:00.0 Z", "2021-03-02 12:36:00 +2", "2021-03-02 6:36:00 -4",
        "2021-03-02 06:36:00-04", "2021-03-02T16:06:00+0530", "2021-03-02 16:06 +5:30",
        "2021-03-02T16:06+530", "2021-03-02T10:36:00,0Z", "20210302T103600Z", "2021-03-02T1036",
        // Half days and named zones.
        "2021-03-02 10:36 am", "2021-03-02 10:36AM", "2021-03-02 10:36 a.m.", "2021-03-02 at 10:36 AM UTC",
        "2021/03/02 05:36:00 EST", "2021-03-02 06:36 EDT", "2021-03-02 10:36 GMT", "2021-03-02 11:36 CET",
        "March 2, 2021 10:36 am", "March 2, 2021, 10:36", "2 Mar 2021 at 10:36",
        // RFC 2822, Unix, browsers.
        "Tue, 02 Mar 2021 10:36:00 GMT", "Tue, 02 Mar 2021 05:36:00 -0500 (EST)", "2 Mar 2021 10:36:00 +0000",
        "Tue Mar  2 10:36:00 2021", "Tue Mar 2 10:36:00 UTC 2021",
        "Tue Mar 02 2021 11:36:00 GMT+0100 (Central European Standard Time)",
        // Since 1970.
        "1614681360", "1614681360000", "1614681360.0",
    ])
    func readsTheSecondOfMarchAt1036(text: String) { #expect(seconds(text) == 1_614_681_360) }

    @Test(arguments: [
        ("2021-03-02 9:00:00", 1_614_675_600.0), ("2021-03-02 9pm", 1_614_718_800),
        ("2021-03-02 12:00 am", 1_614_643_200), ("2021-03-02 12:30 pm", 1_614_688_200),
        ("1614681360250", 1_614_681_360.25), ("2021-03-02T10:36:00.123456789Z", 1_614_681_360.123456789),
        ("31/12/2021", 1_640_908_800), ("12/31/2021", 1_640_908_800), ("31.12.2021 10:00", 1_640_944_800),
        ("03/03/2021", 1_614_729_600), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("0001-01-01", -62_135_596_800), ("2263-01-01", 9_246_182_400),
    ])
    func readsOthers(text: String, expected: Double) { #expect(seconds(text) == expected) }

    @Test(arguments: [
        "", "yesterday", "2021", "2021-13-01", "2021-02-29", "2021-00-10", "2021-01-00", "21-01-01",
        "2021-03-02T", "2021-03-02T25:00", "2021-03-02T10:36:00Zx", "2021-03-02T10:36:00+", "2021-03/02",
        "２０２１-03-02", "2021-03-02T10:36:00.Z", "2021-03", "2021-03-02T10", "2021-03-02 10:60",
        "2021-03-02 13:00 pm", "2021-03-02 0:00 am", "2021-03-02 10:36 Mars", "2021-03-02x",
        "2021-03-02 10:36 +24", "2021-03-02 10:36 +1:7", "30 February 2021", "February 30, 2021",
        "2 Mai 2021",
        "Tue", "Tue, March", "Ma 2 2021", "2 Mar 21", "March 2021", "12345678", "99999999", "161468136",
        "16146813600", "-1614681360", "1614681360.", "01/02/2021", "1.2.2021", "31/31/2021", "1/2/21",
        "13/13/2021",
        "{{ .Date }}", "v1.2.3", "1.2.3", "127.0.0.1", "2021-03-02 (", "2021-03-02 10:36 (a)(b)",
    ])
    func refusesWhatIsNoDate(text: String) { #expect(PublicationDate(text) == nil) }

    @Test func ambiguousDaysAreToldWithBothReadings() throws {
        let days = try #require(PublicationDate.ambiguousDays(of: "01/02/2021"))
        #expect(days == (monthFirst: "2021-01-02", dayFirst: "2021-02-01"))
        #expect(PublicationDate.ambiguousDays(of: "3.4.2021 10:00")?.dayFirst == "2021-04-03")
        for text in ["31/12/2021", "3/3/2021", "2021-01-02", "soon", "99/99/2021", "1/2/21"] {
            #expect(PublicationDate.ambiguousDays(of: text) == nil)
        }
    }

    @Test func everyDayIsReadInEveryFormAsFoundationCountsIt() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        var random = SplitMix64(seed: 1)
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        for _ in 0..<300 {
            let seconds = Double(random.next() % 6_000_000_000) - 1_500_000_000
            let date = Date(timeIntervalSince1970: seconds)
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
            let (year, month, day) = (
                try #require(parts.year), try #require(parts.month), try #require(parts.day)
            )
            let (h, m, s) = (try #require(parts.hour), try #require(parts.minute), try #require(parts.second))
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let clock = "\(h):\(two(m)):\(two(s))"
            let half = "\(h % 12 == 0 ? 12 : h % 12):\(two(m)):\(two(s)) \(h < 12 ? "am" : "pm")"
            let name = months[month - 1]
            for text in [
                "\(year)-\(month)-\(day) \(clock)", "\(year)/\(two(month))/\(two(day)) \(half)",
                "\(name) \(day), \(year) \(half)", "\(day) \(name.prefix(3)) \(year) \(clock) GMT",
                "\(year)\(two(month))\(two(day))T\(two(h))\(two(m))\(two(s))Z",
            ] where self.seconds(text) != seconds {
                Issue.record("\(text) is read as \(self.seconds(text) ?? .nan) instead of \(seconds)")
            }
        }
    }

    @Test func anyTextIsReadOrRefusedAndStaysItself() {
        var random = SplitMix64(seed: 2)
        let parts = [
            "2021", "3", "02", "-", "/", ".", " ", "T", ":", "10", "36", "Mar", "March", "Tue", ",", "Z", "+",
            "EST", "(", ")", "am", "p.m.", "99999999999999999999", "\0", "é", "1614681360", "th",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int(random.next() % 12)).map { _ in
                parts[Int(random.next() % UInt64(parts.count))]
            }
            .joined()
            guard let date = PublicationDate(text) else { continue }
            #expect(date.text == text && PublicationDate(date.text) == date)
        }
        #expect(PublicationDate("2021-03-02" + String(repeating: " ", count: 200)) == nil)
    }

    private func seconds(_ text: String) -> Double? { PublicationDate(text)?.date.timeIntervalSince1970 }
}
