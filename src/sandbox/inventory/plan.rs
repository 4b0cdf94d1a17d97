//! The shape of the tables: a country, the kinds of numbers it has, and the ranges they come from.

/// A country with numbers for sale.
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso: &'static str,
    pub name: &'static str,
    pub kinds: &'static [KindPlan],
    /// US dollars per text message out, in micro-dollars.
    pub sms_micros: u32,
    /// US dollars per minute to a landline of the country, in micro-dollars.
    pub voice_micros: u32,
}

/// One kind of number in a country.
pub struct KindPlan {
    pub kind: Kind,
    /// Monthly cost in US cents.
    pub monthly_cents: u32,
    /// What the number can do: any of `v` voice, `s` SMS, `m` MMS.
    pub abilities: &'static str,
    /// Twilio's word: `none`, `any`, `local` or `foreign`.
    pub address: &'static str,
    pub ranges: &'static [Range],
}

/// A block of numbers: the digits it starts with, with the country code, how many digits follow, and where it rings.
pub struct Range(pub &'static str, pub u8, pub &'static str, pub &'static str);

/// Twilio's kinds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Local,
    Mobile,
    TollFree,
}

impl Kind {
    /// Reads the last part of a search path, `Local.json`.
    pub fn from_path(path: &str) -> Option<Self> {
        match path.strip_suffix(".json")? {
            "Local" => Some(Self::Local),
            "Mobile" => Some(Self::Mobile),
            "TollFree" => Some(Self::TollFree),
            _ => None,
        }
    }

    /// The name in paths.
    pub fn path(self) -> &'static str {
        match self {
            Self::Local => "Local",
            Self::Mobile => "Mobile",
            Self::TollFree => "TollFree",
        }
    }

    /// The name in `subresource_uris`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Mobile => "mobile",
            Self::TollFree => "toll_free",
        }
    }

    /// The name in prices.
    pub fn price_name(self) -> &'static str {
        match self {
            Self::TollFree => "toll free",
            kind => kind.key(),
        }
    }
}

impl Country {
    /// The ranges and terms of one kind, if the country has it.
    pub fn kind(&self, kind: Kind) -> Option<&'static KindPlan> {
        self.kinds.iter().find(|plan| plan.kind == kind)
    }
}

/// Local numbers: monthly cents, abilities, address rule, ranges.
pub const fn local(
    monthly_cents: u32,
    abilities: &'static str,
    address: &'static str,
    ranges: &'static [Range],
) -> KindPlan {
    KindPlan {
        kind: Kind::Local,
        monthly_cents,
        abilities,
        address,
        ranges,
    }
}

/// Mobile numbers: monthly cents, abilities, address rule, ranges.
pub const fn mobile(
    monthly_cents: u32,
    abilities: &'static str,
    address: &'static str,
    ranges: &'static [Range],
) -> KindPlan {
    KindPlan {
        kind: Kind::Mobile,
        monthly_cents,
        abilities,
        address,
        ranges,
    }
}

/// Toll-free numbers: monthly cents, abilities, address rule, ranges.
pub const fn toll_free(
    monthly_cents: u32,
    abilities: &'static str,
    address: &'static str,
    ranges: &'static [Range],
) -> KindPlan {
    KindPlan {
        kind: Kind::TollFree,
        monthly_cents,
        abilities,
        address,
        ranges,
    }
}

/// A country: code, name, micro-dollars per SMS and per minute, kinds.
pub const fn country(
    iso: &'static str,
    name: &'static str,
    sms_micros: u32,
    voice_micros: u32,
    kinds: &'static [KindPlan],
) -> Country {
    Country {
        iso,
        name,
        kinds,
        sms_micros,
        voice_micros,
    }
}
