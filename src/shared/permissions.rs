//! Who may do what: staff of a reseller in its dashboard, operators in the console. One table each; guards, pages and
//! tests read these and nothing else.

use serde::{Deserialize, Serialize};

/// Makes an enum with a word per variant, as the database and forms spell it, and the words people read.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal, $text:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every one, in the order people read them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in the database and in forms.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }

            /// The words for people.
            pub const fn in_words(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

words! {
    /// What somebody is at a reseller.
    StaffRole {
        /// Everything, and the only one who decides about people, keys and the gateway.
        Owner = "owner", "Owner";
        Manager = "manager", "Manager";
        Support = "support", "Support";
        Finance = "finance", "Finance";
        ReadOnly = "read_only", "Read only";
    }
}

words! {
    /// What can be done in a reseller's dashboard.
    StaffMay {
        ViewShop = "view_shop", "See the shop's set-up and figures";
        ViewCustomers = "view_customers", "See customers and orders";
        ViewMoney = "view_money", "See earnings, float, statements and invoices";
        EditBrand = "edit_brand", "Change the brand, domains and texts";
        EditPrices = "edit_prices", "Change prices, catalogue and promotions";
        HelpCustomers = "help_customers", "Suspend customers and resend what they bought";
        RefundOrders = "refund_orders", "Refund orders";
        AdjustWallets = "adjust_wallets", "Give and take customers' credit";
        ExportData = "export_data", "Export customers, orders and money";
        MoveMoney = "move_money", "Request payouts and top up the float";
        EditSettings = "edit_settings", "Change settings and go live";
        ManageStaff = "manage_staff", "Invite, change and remove staff";
        ManageCredentials = "manage_credentials", "Manage API keys, webhooks and gateway keys";
    }
}

impl StaffRole {
    /// The table: what each role may do.
    pub const fn may(self, what: StaffMay) -> bool {
        use StaffMay::{
            AdjustWallets, EditBrand, EditPrices, ExportData, HelpCustomers, MoveMoney, RefundOrders,
            ViewCustomers, ViewMoney, ViewShop,
        };
        match self {
            Self::Owner => true,
            Self::Manager => matches!(
                what,
                ViewShop
                    | ViewCustomers
                    | ViewMoney
                    | EditBrand
                    | EditPrices
                    | HelpCustomers
                    | RefundOrders
                    | AdjustWallets
                    | ExportData
            ),
            Self::Support => matches!(what, ViewShop | ViewCustomers | HelpCustomers),
            Self::Finance => matches!(
                what,
                ViewShop | ViewCustomers | ViewMoney | RefundOrders | AdjustWallets | ExportData | MoveMoney
            ),
            Self::ReadOnly => matches!(what, ViewShop | ViewCustomers | ViewMoney),
        }
    }
}

impl StaffMay {
    /// What staff may still do while their shop is suspended: look, help people who bought, and keep the doors locked.
    pub const fn is_open_while_suspended(self) -> bool {
        !matches!(
            self,
            Self::EditBrand | Self::EditPrices | Self::EditSettings | Self::AdjustWallets | Self::MoveMoney
        )
    }

    /// What an operator who entered a shop may do there: look and help, but neither money nor credentials, nor take
    /// the data away.
    pub const fn is_open_to_operators(self) -> bool {
        matches!(
            self,
            Self::ViewShop
                | Self::ViewCustomers
                | Self::ViewMoney
                | Self::EditBrand
                | Self::EditPrices
                | Self::HelpCustomers
        )
    }
}

words! {
    /// What somebody is at the platform.
    OperatorRole {
        SuperAdmin = "super_admin", "Super admin";
        Admin = "admin", "Admin";
    }
}

words! {
    /// What can be done in the console.
    OperatorMay {
        ViewConsole = "view_console", "See everything in the console";
        DecideCases = "decide_cases", "Decide open cases and retry jobs and webhooks";
        ManageResellers = "manage_resellers", "Create, approve and suspend resellers";
        EnterShops = "enter_shops", "Enter a reseller's dashboard";
        FindPeople = "find_people", "Find a person across resellers";
        Announce = "announce", "Write announcements and switch features";
        EditPlatformPrices = "edit_platform_prices", "Change platform prices and exchange rates";
        SteerProviders = "steer_providers", "Pause providers and set their priority";
        SetTerms = "set_terms", "Change commissions, settlement modes and limits";
        ApprovePayouts = "approve_payouts", "Approve payouts and fund floats";
        ManageCredentials = "manage_credentials", "Change providers' credentials";
    }
}

impl OperatorRole {
    /// The table: what each role may do.
    pub const fn may(self, what: OperatorMay) -> bool {
        match self {
            Self::SuperAdmin => true,
            Self::Admin => !matches!(
                what,
                OperatorMay::SetTerms | OperatorMay::ApprovePayouts | OperatorMay::ManageCredentials
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_owners_decide_about_people_and_credentials() {
        for role in StaffRole::ALL {
            for what in [
                StaffMay::ManageStaff,
                StaffMay::ManageCredentials,
                StaffMay::EditSettings,
            ] {
                assert_eq!(role.may(what), *role == StaffRole::Owner, "{role:?} {what:?}");
            }
            assert!(role.may(StaffMay::ViewShop), "{role:?}");
        }
    }

    #[test]
    fn reading_changes_nothing() {
        for what in StaffMay::ALL {
            assert_eq!(
                StaffRole::ReadOnly.may(*what),
                what.as_str().starts_with("view_"),
                "{what:?}"
            );
        }
    }

    #[test]
    fn words_are_read_back() {
        for what in StaffMay::ALL {
            assert_eq!(StaffMay::parse(what.as_str()), Some(*what));
        }
        assert_eq!(StaffRole::parse("emperor"), None);
    }
}
