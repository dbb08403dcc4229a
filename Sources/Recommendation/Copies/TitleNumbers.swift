/// The numbers by which the parts of a series tell themselves apart in their titles: "part 1 of 2", "5.0 Release Process".
///
/// Two titles with one ``form`` have the same words, and numbers in the same places. Numbers that measure or date something
/// ("up 1.2 %", "12 March") are words here: articles that differ in these report on two days, and are no series.
struct TitleNumbers: Hashable, Sendable {
    /// Of the words and the places of numbers; 0 where there is none.
    let form: UInt32
    /// Of the numbers that are said to count parts, or are versions; the same for all titles without any.
    let parts: UInt32
    /// Of the other numbers.
    let others: UInt32

    /// - Complexity: O(bytes of the title, at most 4 KiB).
    init(_ title: String) {
        // Without a digit, only "Part Two" and "Part II" are looked for.
        guard Self.mayCount(title) else {
            (form, parts, others) = (0, 0, 0)
            return
        }
        let tokens = TitleTokens(title)
        var (form, parts, others): (UInt64, UInt64, UInt64) = (1, 1, 1)
        var hasSlot = false
        for index in tokens.all.indices {
            let text = tokens.bytes(index)
            switch Self.role(of: index, in: tokens) {
            case .word:
                Self.add(text, to: &form)
            case .part:
                (form, hasSlot) = (Self.mixed(form, 0x70), true)
                Self.add(text, to: &parts)
            case .other:
                (form, hasSlot) = (Self.mixed(form, 0x6F), true)
                Self.add(text, to: &others)
            }
        }
        func folded(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
        self.form = hasSlot ? folded(form) | 1 : 0
        (self.parts, self.others) = hasSlot ? (folded(parts), folded(others)) : (0, 0)
    }

    /// What titles of one series have in common, dates in them included: a hash of the words, where each run of numbers and
    /// months is one gap. The first numbers, one after the other in one number, tell an order.
    ///
    /// - Returns: nil where a title has no gaps or is nothing else.
    /// - Complexity: O(bytes of the title, at most 4 KiB).
    static func series(_ title: String) -> (form: UInt32, number: Double)? {
        let tokens = TitleTokens(title)
        var form: UInt64 = 1
        var (words, gaps, number, numbers) = (0, 0, 0.0, 0)
        var isInGap = false
        for index in tokens.all.indices {
            let text = tokens.bytes(index)
            let isNumber = tokens.isNumber(index)
            if isNumber, numbers < numbersOfOrder {
                // Digits alone, at most four: no longer number counts parts.
                number = number * 10_000 + text.prefix(4).reduce(0) { 10 * $0 + Double($1 &- 0x30) }
                numbers += 1
            }
            let isGap = isNumber || isMonthName(text)
            if !isGap {
                add(text, to: &form)
                words += 1
            } else if !isInGap {
                form = mixed(form, 0x67)
                gaps += 1
            }
            isInGap = isGap
        }
        guard gaps > 0, words > 0 else { return nil }
        for _ in numbers..<numbersOfOrder { number *= 10_000 }
        return (UInt32(truncatingIfNeeded: form >> 32) | 1, number)
    }

    /// Numbers of a title that tell its place in a series: those of a version, or a year with month and day.
    private static let numbersOfOrder = 3

    /// Whether a title has a digit, or "art " as in "Part II".
    private static func mayCount(_ title: String) -> Bool {
        // Most titles have neither, and pass here.
        var last: UInt32 = 0
        for byte in title.utf8 {
            if byte &- 0x30 < 10 { return true }
            last = last << 8 | UInt32(byte)
            if last == 0x6172_7420 || last == 0x4152_5420 { return true }
        }
        return false
    }

    private static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        let product = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 29
    }

    private static func add(_ text: ArraySlice<UInt8>, to hash: inout UInt64) {
        for byte in text { hash = mixed(hash, UInt64(byte)) }
        hash = mixed(hash, 0x100)
    }

    // MARK: - What a number is

    private enum NumberRole {
        case word, part, other
    }

    private static func role(of index: Int, in tokens: TitleTokens) -> NumberRole {
        guard case .number(let before, let after) = tokens.all[index].kind else {
            // "Part II", "Part Two"
            guard tokens.bytes(index).count <= longestCountingName,
                let previous = tokens.word(index - 1), partNames.contains(previous),
                let own = tokens.word(index), countingNames.contains(own)
            else {
                return .word
            }
            return .part
        }
        let (previous, next) = (tokens.word(index - 1), tokens.word(index + 1))
        let digits = tokens.bytes(index)
        if digits.count > 4 || isMeasure(next) || previous.map(currencies.contains) ?? false { return .word }
        if previous.map(isMonth) ?? false || next.map(isMonth) ?? false { return .word }
        // "1,200" and "10:30"
        for mark in [before, after] {
            if mark == "," || mark == ":" { if joins(index, tokens, with: [",", ":"]) { return .word } }
        }
        if let previous, partNames.contains(previous) { return .part }
        if before == "#" || before == "(" && after == ")" { return .part }
        if joins(index, tokens, with: [".", "-"]) {
            // "2021-03-05" and "5.3.2021" are dates.
            return digits.count > 2 ? .word : measuresRun(from: index, tokens) ? .word : .part
        }
        if next == "of" || previous == "of" || next == "von" || previous == "von" || next == "de"
            || before == "/" || after == "/"
        {
            return digits.count <= 2 && digits.first != UInt8(ascii: "0") ? .part : .word
        }
        return .other
    }

    /// Whether the number touches another one by one of these marks.
    private static func joins(_ index: Int, _ tokens: TitleTokens, with marks: [Unicode.Scalar]) -> Bool {
        guard case .number(let before, let after) = tokens.all[index].kind else { return false }
        if let after, marks.contains(after), index + 1 < tokens.all.count,
            case .number(after, _) = tokens.all[index + 1].kind
        {
            return true
        }
        if let before, marks.contains(before), index > 0, case .number(_, before) = tokens.all[index - 1].kind
        {
            return true
        }
        return false
    }

    /// Whether what follows a run of joined numbers is a measure, or the run is a date.
    private static func measuresRun(from index: Int, _ tokens: TitleTokens) -> Bool {
        var (first, last) = (index, index)
        while first > 0, case .number(let before, _) = tokens.all[first].kind, before == "." || before == "-",
            case .number = tokens.all[first - 1].kind
        {
            first -= 1
        }
        while last + 1 < tokens.all.count, case .number(_, let after) = tokens.all[last].kind,
            after == "." || after == "-",
            case .number = tokens.all[last + 1].kind
        {
            last += 1
        }
        for index in first...last where tokens.isNumber(index) && tokens.bytes(index).count > 2 {
            return true
        }
        if let word = tokens.word(first - 1), currencies.contains(word) { return true }
        if let word = tokens.word(last + 1), isMeasure(word) || isMonth(word) { return true }
        return false
    }

    private static func isMeasure(_ word: String?) -> Bool { word.map(measures.contains) ?? false }

    private static func isMonth(_ word: String) -> Bool {
        word.count <= 9 && months.contains(String(word.prefix(3)))
    }

    private static func names(_ list: String) -> Set<String> {
        Set(list.split(separator: " ").map(String.init))
    }

    private static let currencies = names("$ € £ ¥ ₹ usd eur")
    private static let measures = names(
        """
        % $ € £ ¥ ₹ ° percent pct per cent points pts million billion trillion millionen milliarden mln mrd bn m k crore lakh \
        people deaths cases dead injured prozent
        """
    )
    private static let months = names(
        "jan feb mar mär mrz apr avr abr may mai jun jui jul aug aoû ago sep oct okt nov dec dez déc dic ene fév янв фев мар апр мая июн июл авг сен окт ноя дек"
    )
    /// In English, French, German, Spanish, Italian, Portuguese and Dutch.
    private static let monthNames = names(
        """
        january february march april may june july august september october november december jan feb mar apr jun jul aug \
        sep sept oct nov dec janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre \
        décembre decembre januar februar märz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto \
        septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre \
        janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus
        """
    )
    /// Whether a month begins with two letters, by the lowest five bits of both: hardly any word is looked up.
    private static let monthStarts: [Bool] = {
        var starts = [Bool](repeating: false, count: 1 << 10)
        for name in monthNames { starts[start(ArraySlice(name.utf8))] = true }
        return starts
    }()

    private static func start(_ word: ArraySlice<UInt8>) -> Int {
        Int(word[word.startIndex] & 31) << 5 | Int(word[word.startIndex + 1] & 31)
    }

    private static func isMonthName(_ word: ArraySlice<UInt8>) -> Bool {
        word.count > 2 && monthStarts[start(word)]
            && monthNames.contains(String(decoding: word, as: UTF8.self))
    }

    private static let partNames = names(
        """
        part pt chapter episode ep vol volume no nr issue day week lesson section act step season level round edition version v \
        release teil folge kapitel band ausgabe tag woche lektion partie épisode chapitre tome numéro jour semaine leçon parte \
        capítulo episodio día semana lección часть глава выпуск том день неделя урок deel aflevering hoofdstuk część rozdział
        """
    )
    private static let countingNames = names(
        "i ii iii iv v vi vii viii ix x xi xii one two three four five six seven eight nine ten"
    )
    private static let longestCountingName = 5
}
