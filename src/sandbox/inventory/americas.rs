//! Numbering plans of the Americas.

use super::plan::{Country, Range as R, country, local, mobile, toll_free};

#[rustfmt::skip]
pub const COUNTRIES: &[Country] = &[
    country("US", "United States", 7_900, 14_000, &[
        local(115, "vsm", "none", &[
            R("1415328", 4, "San Francisco", "CA"), R("1212324", 4, "New York", "NY"), R("1310426", 4, "Los Angeles", "CA"),
            R("1312448", 4, "Chicago", "IL"), R("1617329", 4, "Boston", "MA"), R("1206452", 4, "Seattle", "WA"),
            R("1512348", 4, "Austin", "TX"), R("1713427", 4, "Houston", "TX"), R("1305428", 4, "Miami", "FL"),
            R("1404328", 4, "Atlanta", "GA"), R("1202349", 4, "Washington", "DC"), R("1303428", 4, "Denver", "CO"),
            R("1602428", 4, "Phoenix", "AZ"), R("1702428", 4, "Las Vegas", "NV"), R("1503428", 4, "Portland", "OR"),
            R("1215428", 4, "Philadelphia", "PA"), R("1614328", 4, "Columbus", "OH"), R("1808428", 4, "Honolulu", "HI"),
        ]),
        toll_free(215, "vsm", "none", &[R("1833428", 4, "", ""), R("1844328", 4, "", ""), R("1855428", 4, "", ""), R("1888426", 4, "", "")]),
    ]),
    country("CA", "Canada", 7_900, 14_000, &[
        local(115, "vsm", "none", &[
            R("1416428", 4, "Toronto", "ON"), R("1604428", 4, "Vancouver", "BC"), R("1514428", 4, "Montréal", "QC"),
            R("1403428", 4, "Calgary", "AB"), R("1613428", 4, "Ottawa", "ON"), R("1902428", 4, "Halifax", "NS"),
        ]),
    ]),
    country("PR", "Puerto Rico", 7_900, 20_000, &[local(300, "vsm", "none", &[R("1787428", 4, "San Juan", "PR"), R("1939428", 4, "Ponce", "PR")])]),
    country("MX", "Mexico", 21_600, 10_500, &[
        local(625, "vs", "none", &[R("525541", 6, "Ciudad de México", "CDMX"), R("523338", 6, "Guadalajara", "JAL"), R("528181", 6, "Monterrey", "NLE")]),
        toll_free(2500, "v", "none", &[R("5280042", 5, "", "")]),
    ]),
    country("BR", "Brazil", 56_900, 43_700, &[
        local(425, "v", "any", &[R("551130", 6, "São Paulo", "SP"), R("552130", 6, "Rio de Janeiro", "RJ"), R("556130", 6, "Brasília", "DF")]),
        mobile(1500, "vs", "any", &[R("5511972", 6, "São Paulo", "SP"), R("5521972", 6, "Rio de Janeiro", "RJ")]),
        toll_free(2500, "v", "any", &[R("5580042", 5, "", "")]),
    ]),
    country("AR", "Argentina", 71_000, 14_500, &[
        local(800, "v", "any", &[R("541152", 6, "Buenos Aires", "B"), R("543515", 6, "Córdoba", "X")]),
        toll_free(2500, "v", "any", &[R("5480042", 5, "", "")]),
    ]),
    country("CL", "Chile", 63_700, 21_500, &[
        local(600, "v", "none", &[R("56228", 6, "Santiago", "RM"), R("563224", 5, "Valparaíso", "VS")]),
        mobile(1000, "vs", "none", &[R("56961", 6, "", "")]),
    ]),
    country("CO", "Colombia", 53_000, 31_000, &[
        local(1400, "v", "none", &[R("576013", 6, "Bogotá", "DC"), R("576044", 6, "Medellín", "ANT")]),
        mobile(1800, "vs", "any", &[R("57310", 7, "", "")]),
    ]),
    country("PE", "Peru", 71_000, 13_000, &[local(500, "v", "none", &[R("5116", 6, "Lima", "LIM"), R("51542", 5, "Arequipa", "ARE")])]),
    country("PA", "Panama", 73_000, 40_000, &[local(700, "v", "none", &[R("507269", 4, "Panamá", ""), R("507775", 4, "David", "")])]),
    country("DO", "Dominican Republic", 54_000, 50_000, &[local(400, "v", "none", &[R("1809532", 4, "Santo Domingo", ""), R("1829532", 4, "Santiago", "")])]),
];
