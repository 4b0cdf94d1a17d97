//! Numbering plans of Europe.

use super::plan::{Country, Range as R, country, local, mobile, toll_free};

#[rustfmt::skip]
pub const COUNTRIES: &[Country] = &[
    country("GB", "United Kingdom", 46_300, 15_800, &[
        local(115, "v", "none", &[
            R("44203808", 4, "London", ""), R("44161818", 4, "Manchester", ""), R("44121818", 4, "Birmingham", ""),
            R("44131318", 4, "Edinburgh", ""), R("44117325", 4, "Bristol", ""), R("44113320", 4, "Leeds", ""),
        ]),
        mobile(115, "vs", "none", &[R("447400", 6, "", ""), R("447488", 6, "", ""), R("447723", 6, "", "")]),
        toll_free(215, "v", "none", &[R("44800048", 4, "", ""), R("44808196", 4, "", "")]),
    ]),
    country("FR", "France", 79_800, 18_000, &[
        local(115, "v", "none", &[R("33176", 6, "Paris", ""), R("33478", 6, "Lyon", ""), R("33491", 6, "Marseille", ""), R("33556", 6, "Bordeaux", "")]),
        mobile(300, "vs", "none", &[R("336440", 5, "", ""), R("337568", 5, "", "")]),
        toll_free(2500, "v", "none", &[R("33805", 6, "", "")]),
    ]),
    country("DE", "Germany", 99_200, 13_900, &[
        local(115, "v", "none", &[R("493056", 6, "Berlin", ""), R("498956", 6, "München", ""), R("494056", 6, "Hamburg", ""), R("496956", 6, "Frankfurt am Main", "")]),
        mobile(300, "vs", "none", &[R("4915735", 6, "", ""), R("491766", 7, "", "")]),
        toll_free(2500, "v", "none", &[R("49800", 7, "", "")]),
    ]),
    country("NL", "Netherlands", 97_600, 21_000, &[
        local(300, "v", "none", &[R("312080", 5, "Amsterdam", ""), R("311030", 5, "Rotterdam", ""), R("317030", 5, "Den Haag", "")]),
        mobile(600, "vs", "none", &[R("31685", 6, "", ""), R("31610", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("31800", 7, "", "")]),
    ]),
    country("BE", "Belgium", 98_000, 25_000, &[
        local(150, "v", "none", &[R("3225", 6, "Brussel", ""), R("3232", 6, "Antwerpen", "")]),
        mobile(200, "vs", "none", &[R("32460", 6, "", ""), R("32470", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("328007", 4, "", "")]),
    ]),
    country("LU", "Luxembourg", 96_000, 21_000, &[local(600, "v", "local", &[R("35227", 6, "Luxembourg", "")])]),
    country("IE", "Ireland", 88_200, 18_700, &[
        local(150, "v", "none", &[R("35315", 6, "Dublin", ""), R("35321", 7, "Cork", "")]),
        mobile(500, "vs", "any", &[R("353861", 6, "", ""), R("353871", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("3531800", 6, "", "")]),
    ]),
    country("ES", "Spain", 91_300, 15_300, &[
        local(300, "v", "local", &[R("34911", 6, "Madrid", ""), R("34931", 6, "Barcelona", ""), R("34961", 6, "València", "")]),
        mobile(1000, "vs", "any", &[R("34612", 6, "", ""), R("34690", 6, "", "")]),
        toll_free(2500, "v", "any", &[R("34900", 6, "", "")]),
    ]),
    country("PT", "Portugal", 46_000, 12_500, &[
        local(150, "v", "none", &[R("351210", 6, "Lisboa", ""), R("351220", 6, "Porto", "")]),
        mobile(1000, "vs", "any", &[R("351911", 6, "", ""), R("351931", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("351800", 6, "", "")]),
    ]),
    country("IT", "Italy", 92_700, 18_300, &[
        mobile(2500, "vs", "any", &[R("39320", 7, "", ""), R("39350", 7, "", "")]),
        toll_free(2500, "v", "any", &[R("39800", 6, "", "")]),
    ]),
    country("CH", "Switzerland", 72_500, 37_900, &[
        local(150, "v", "any", &[R("41435", 6, "Zürich", ""), R("41225", 6, "Genève", ""), R("41315", 6, "Bern", "")]),
        mobile(800, "vs", "any", &[R("41779", 6, "", ""), R("41798", 6, "", "")]),
        toll_free(2500, "v", "any", &[R("41800", 6, "", "")]),
    ]),
    country("AT", "Austria", 93_000, 21_700, &[
        local(150, "v", "none", &[R("4312", 6, "Wien", "")]),
        mobile(600, "vs", "none", &[R("4367761", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("43800", 6, "", "")]),
    ]),
    country("DK", "Denmark", 54_500, 16_900, &[mobile(1500, "vs", "none", &[R("45524", 5, "", ""), R("45714", 5, "", "")]), local(300, "v", "none", &[R("45324", 5, "København", "")])]),
    country("SE", "Sweden", 59_300, 13_400, &[
        local(150, "v", "none", &[R("468502", 5, "Stockholm", ""), R("463130", 5, "Göteborg", "")]),
        mobile(300, "vs", "none", &[R("46766", 6, "", ""), R("46730", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("4620", 6, "", "")]),
    ]),
    country("NO", "Norway", 66_900, 15_500, &[local(250, "v", "none", &[R("4721", 6, "Oslo", "")]), mobile(300, "vs", "none", &[R("4790", 6, "", "")])]),
    country("FI", "Finland", 81_000, 46_000, &[local(300, "v", "none", &[R("35894", 6, "Helsinki", "")]), mobile(500, "vs", "none", &[R("35845", 7, "", "")])]),
    country("PL", "Poland", 42_000, 19_300, &[
        local(150, "v", "none", &[R("48221", 6, "Warszawa", ""), R("48123", 6, "Kraków", "")]),
        mobile(600, "vs", "none", &[R("48732", 6, "", ""), R("48799", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("48800", 6, "", "")]),
    ]),
    country("CZ", "Czechia", 58_600, 21_300, &[
        local(150, "v", "none", &[R("420234", 6, "Praha", ""), R("420541", 6, "Brno", "")]),
        mobile(1000, "vs", "none", &[R("420736", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("420800", 6, "", "")]),
    ]),
    country("SK", "Slovakia", 79_000, 20_900, &[local(150, "v", "none", &[R("42123", 7, "Bratislava", "")])]),
    country("HU", "Hungary", 75_000, 18_600, &[local(200, "v", "any", &[R("3614", 6, "Budapest", "")]), mobile(1200, "vs", "any", &[R("36301", 6, "", "")])]),
    country("RO", "Romania", 60_000, 17_500, &[local(150, "v", "none", &[R("40312", 6, "București", ""), R("40364", 6, "Cluj-Napoca", "")])]),
    country("BG", "Bulgaria", 89_000, 31_500, &[local(300, "v", "none", &[R("35924", 6, "Sofia", "")])]),
    country("GR", "Greece", 70_000, 19_800, &[local(300, "v", "any", &[R("302111", 6, "Athens", ""), R("302310", 6, "Thessaloniki", "")])]),
    country("HR", "Croatia", 77_000, 29_700, &[local(200, "v", "none", &[R("38515", 6, "Zagreb", "")])]),
    country("LT", "Lithuania", 41_000, 54_000, &[mobile(500, "vs", "none", &[R("3706", 7, "", "")])]),
    country("LV", "Latvia", 56_000, 42_000, &[local(400, "v", "none", &[R("37167", 6, "Rīga", "")])]),
    country("EE", "Estonia", 69_000, 51_000, &[local(150, "v", "none", &[R("37260", 5, "Tallinn", "")]), mobile(300, "vs", "none", &[R("3725", 7, "", "")])]),
];
