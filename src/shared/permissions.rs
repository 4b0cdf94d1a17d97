//! Who may do what: staff of a reseller in its dashboard, members of a company at its pages, operators in the console.
//! One table each; guards, pages and tests read these and nothing else.

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
pub(super) use words;

pub(super) use words;

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

words! {
    /// What somebody is in a company.
    OrganizationRole {
        /// Everything, and the only one who hands the company over.
        Owner = "owner", "Owner";
        Admin = "admin", "Admin";
        Finance = "finance", "Finance";
        /// Leads teams, and sees and changes these alone.
        Manager = "manager", "Manager";
        Viewer = "viewer", "Viewer";
        /// Uses the company's lines and messages; sees what is their own.
        Standard = "standard", "Member";
    }
}

words! {
    /// What can be done in a company.
    OrganizationMay {
        ViewOwn = "view_own", "See one's own lines, usage and messages";
        SendMessages = "send_messages", "Send messages from the company's numbers";
        AskForMore = "ask_for_more", "Ask for a plan, data or budget";
        ViewCompany = "view_company", "See members, teams and settings";
        ViewEmployees = "view_employees", "See employees and their lines";
        ViewSpend = "view_spend", "See usage, spend and budgets";
        ViewInvoices = "view_invoices", "See the wallet and invoices";
        ViewAudit = "view_audit", "See who did what";
        EditEmployees = "edit_employees", "Add, import, change and off-board employees";
        ManageLines = "manage_lines", "Assign, change, suspend and end lines";
        ExportData = "export_data", "Export what one sees";
        EditPolicies = "edit_policies", "Change allowed plans, caps and policies";
        EditBudgets = "edit_budgets", "Change budgets, quotas and alerts";
        ApproveRequests = "approve_requests", "Approve what others ask for";
        MoveMoney = "move_money", "Top up the wallet and pay invoices";
        ManageTeams = "manage_teams", "Make teams and say who leads them";
        ManageMembers = "manage_members", "Invite, change and remove members";
        EditSettings = "edit_settings", "Change the company's name, billing address and time zone";
        ManageSignIn = "manage_sign_in", "Set up single sign-on and directory sync";
        HandOver = "hand_over", "Hand the ownership over";
    }
}

impl OrganizationRole {
    /// The table: what each role may do.
    pub const fn may(self, what: OrganizationMay) -> bool {
        use OrganizationMay::{
            ApproveRequests, AskForMore, EditBudgets, EditEmployees, ExportData, HandOver, ManageLines,
            ManageSignIn, MoveMoney, SendMessages, ViewAudit, ViewCompany, ViewEmployees, ViewInvoices,
            ViewOwn, ViewSpend,
        };
        match self {
            Self::Owner => true,
            Self::Admin => !matches!(what, HandOver | ManageSignIn),
            Self::Finance => matches!(
                what,
                ViewOwn
                    | SendMessages
                    | AskForMore
                    | ViewCompany
                    | ViewEmployees
                    | ViewSpend
                    | ViewInvoices
                    | ViewAudit
                    | ExportData
                    | EditBudgets
                    | ApproveRequests
                    | MoveMoney
            ),
            Self::Manager => matches!(
                what,
                ViewOwn
                    | SendMessages
                    | AskForMore
                    | ViewCompany
                    | ViewEmployees
                    | ViewSpend
                    | EditEmployees
                    | ManageLines
                    | ExportData
            ),
            Self::Viewer => matches!(
                what,
                ViewOwn | ViewCompany | ViewEmployees | ViewSpend | ViewInvoices
            ),
            Self::Standard => matches!(what, ViewOwn | SendMessages | AskForMore),
        }
    }

    /// Whether the role reaches every team, or only those one leads.
    pub const fn sees_every_team(self) -> bool {
        !matches!(self, Self::Manager | Self::Standard)
    }

    /// Whether somebody of this role may invite, change or remove somebody of the other: nobody reaches above
    /// themselves.
    pub const fn may_appoint(self, other: Self) -> bool {
        self.may(OrganizationMay::ManageMembers)
            && (matches!(self, Self::Owner) || !matches!(other, Self::Owner))
    }
}

impl OrganizationMay {
    /// What members may still do while their company is deactivated: look, take their data away, and keep the doors
    /// locked.
    pub const fn is_open_while_deactivated(self) -> bool {
        matches!(
            self,
            Self::ViewOwn
                | Self::ViewCompany
                | Self::ViewEmployees
                | Self::ViewSpend
                | Self::ViewInvoices
                | Self::ViewAudit
                | Self::ExportData
                | Self::ManageMembers
        )
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
    fn a_companys_viewer_changes_nothing_and_only_owners_reach_owners() {
        for what in OrganizationMay::ALL {
            let reads = what.as_str().starts_with("view_") && *what != OrganizationMay::ViewAudit;
            assert_eq!(OrganizationRole::Viewer.may(*what), reads, "{what:?}");
        }
        for role in OrganizationRole::ALL {
            assert!(role.may(OrganizationMay::ViewOwn), "{role:?}");
            assert_eq!(
                role.may_appoint(OrganizationRole::Owner),
                *role == OrganizationRole::Owner,
                "{role:?}"
            );
            assert_eq!(
                role.may(OrganizationMay::HandOver),
                *role == OrganizationRole::Owner,
                "{role:?}"
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
