//! Numbering plans of Asia and Oceania.

use super::plan::{Country, Range as R, country, local, mobile, toll_free};

#[rustfmt::skip]
pub const COUNTRIES: &[Country] = &[
    country("AU", "Australia", 51_500, 26_900, &[
        local(300, "v", "none", &[R("61280", 6, "Sydney", "NSW"), R("61390", 6, "Melbourne", "VIC"), R("61731", 6, "Brisbane", "QLD"), R("61865", 6, "Perth", "WA")]),
        mobile(650, "vs", "any", &[R("61480", 6, "", ""), R("61488", 6, "", "")]),
        toll_free(1600, "v", "none", &[R("611800", 6, "", "")]),
    ]),
    country("NZ", "New Zealand", 105_000, 23_000, &[
        local(315, "v", "none", &[R("6499", 6, "Auckland", ""), R("6448", 6, "Wellington", "")]),
        toll_free(2500, "v", "none", &[R("64800", 6, "", "")]),
    ]),
    country("JP", "Japan", 72_200, 74_600, &[
        local(450, "v", "local", &[R("81345", 6, "Tokyo", ""), R("81645", 6, "Osaka", "")]),
        toll_free(2500, "v", "local", &[R("81120", 6, "", "")]),
    ]),
    country("KR", "South Korea", 41_700, 24_400, &[local(1500, "v", "any", &[R("822", 8, "Seoul", "")])]),
    country("HK", "Hong Kong", 75_400, 33_500, &[
        local(500, "v", "none", &[R("85221", 6, "Hong Kong", "")]),
        mobile(1500, "vs", "none", &[R("85264", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("852800", 6, "", "")]),
    ]),
    country("SG", "Singapore", 42_200, 16_900, &[
        local(1500, "v", "any", &[R("6564", 6, "Singapore", "")]),
        mobile(2000, "vs", "any", &[R("6581", 6, "", ""), R("6591", 6, "", "")]),
        toll_free(2500, "v", "any", &[R("65800", 7, "", "")]),
    ]),
    country("MY", "Malaysia", 64_000, 29_000, &[
        local(400, "v", "none", &[R("6032", 7, "Kuala Lumpur", "")]),
        mobile(1500, "vs", "any", &[R("6011111", 5, "", "")]),
        toll_free(2500, "v", "none", &[R("601800", 6, "", "")]),
    ]),
    country("TH", "Thailand", 24_700, 60_000, &[local(2500, "v", "local", &[R("662", 7, "Bangkok", "")]), mobile(2500, "vs", "any", &[R("6681", 7, "", "")])]),
    country("ID", "Indonesia", 380_000, 52_000, &[local(2500, "v", "any", &[R("62215", 7, "Jakarta", "")])]),
    country("PH", "Philippines", 199_000, 160_000, &[local(1500, "v", "any", &[R("6328", 7, "Manila", "")]), mobile(3000, "vs", "any", &[R("63917", 7, "", "")])]),
    country("VN", "Vietnam", 118_000, 62_000, &[local(2500, "v", "any", &[R("84247", 7, "Hà Nội", "")])]),
    country("TW", "Taiwan", 71_900, 46_600, &[local(2500, "v", "local", &[R("88622", 7, "Taipei", "")])]),
    country("IN", "India", 83_200, 40_500, &[local(2000, "v", "local", &[R("91802", 7, "Bengaluru", "KA"), R("91112", 7, "Delhi", "DL")])]),
];
