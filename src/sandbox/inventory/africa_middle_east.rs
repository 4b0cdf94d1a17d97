//! Numbering plans of Africa and the Middle East.

use super::plan::{Country, Range as R, country, local, mobile, toll_free};

#[rustfmt::skip]
pub const COUNTRIES: &[Country] = &[
    country("IL", "Israel", 237_000, 28_500, &[
        local(425, "v", "none", &[R("97237", 6, "Tel Aviv", ""), R("97225", 6, "Jerusalem", "")]),
        mobile(1500, "vs", "none", &[R("972523", 6, "", ""), R("972546", 6, "", "")]),
        toll_free(2500, "v", "none", &[R("9721800", 6, "", "")]),
    ]),
    country("AE", "United Arab Emirates", 91_000, 240_000, &[local(2500, "v", "local", &[R("97144", 6, "Dubai", ""), R("97126", 6, "Abu Dhabi", "")])]),
    country("BH", "Bahrain", 45_000, 110_000, &[local(3500, "v", "any", &[R("97317", 6, "Manama", "")])]),
    country("ZA", "South Africa", 113_000, 62_000, &[
        local(200, "v", "any", &[R("2710", 7, "Johannesburg", ""), R("2721", 7, "Cape Town", "")]),
        mobile(1000, "vs", "any", &[R("2772", 7, "", "")]),
        toll_free(2500, "v", "any", &[R("27800", 6, "", "")]),
    ]),
    country("KE", "Kenya", 150_000, 190_000, &[local(1500, "v", "any", &[R("25420", 7, "Nairobi", "")]), mobile(2000, "vs", "any", &[R("25471", 7, "", "")])]),
    country("NG", "Nigeria", 350_000, 180_000, &[local(2000, "v", "any", &[R("2342014", 6, "Lagos", "")])]),
    country("GH", "Ghana", 290_000, 310_000, &[mobile(2500, "vs", "any", &[R("23324", 7, "", "")])]),
    country("TN", "Tunisia", 290_000, 700_000, &[local(2500, "v", "any", &[R("21671", 6, "Tunis", "")])]),
    country("UG", "Uganda", 240_000, 380_000, &[toll_free(3000, "v", "any", &[R("2568001", 5, "", "")]), mobile(3000, "vs", "any", &[R("25677", 7, "", "")])]),
];
