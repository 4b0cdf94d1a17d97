//! What every page of a company shares: which company it is, and where one can go.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::{
    components::{MoneyText, Notice, Place, PlaceGroup, SideNav},
    server_fns,
    shared::{
        company::{HomeView, Membership},
        money::Money,
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// A section and what one needs to open it.
struct Section {
    place: Place,
    needs: OrganizationMay,
}

const fn section(
    href: &'static str,
    icon: &'static str,
    name: &'static str,
    needs: OrganizationMay,
) -> Section {
    Section {
        place: Place { href, icon, name },
        needs,
    }
}

/// The sections, in groups.
const GROUPS: &[(&str, &[Section])] = &[
    (
        "",
        &[section(
            "/business",
            "gauge",
            "Overview",
            OrganizationMay::ViewOwn,
        )],
    ),
    (
        "Use",
        &[
            section("/business/usage", "signal", "Usage", OrganizationMay::ViewSpend),
            section("/business/spend", "receipt", "Spend", OrganizationMay::ViewSpend),
            section(
                "/business/alerts",
                "circle-alert",
                "Alerts",
                OrganizationMay::ViewSpend,
            ),
        ],
    ),
    (
        "People",
        &[
            section(
                "/business/employees",
                "users",
                "Employees",
                OrganizationMay::ViewEmployees,
            ),
            section(
                "/business/lines",
                "smartphone",
                "Lines",
                OrganizationMay::ViewEmployees,
            ),
            section(
                "/business/teams",
                "package",
                "Teams",
                OrganizationMay::ViewCompany,
            ),
            section(
                "/business/members",
                "user",
                "Members",
                OrganizationMay::ViewCompany,
            ),
        ],
    ),
    (
        "Telephone",
        &[
            section("/business/numbers", "phone", "Numbers", OrganizationMay::ViewOwn),
            section(
                "/business/messages",
                "message-square",
                "Messages",
                OrganizationMay::ViewOwn,
            ),
            section("/business/calls", "phone", "Calls", OrganizationMay::ViewOwn),
            section(
                "/business/documents",
                "map-pin",
                "Addresses",
                OrganizationMay::ManageLines,
            ),
        ],
    ),
    (
        "Spending",
        &[
            section(
                "/business/requests",
                "message-square",
                "Requests",
                OrganizationMay::AskForMore,
            ),
            section(
                "/business/budgets",
                "gauge",
                "Budgets",
                OrganizationMay::ViewSpend,
            ),
            section(
                "/business/policies",
                "shield-check",
                "Policies",
                OrganizationMay::ViewSpend,
            ),
        ],
    ),
    (
        "Money",
        &[
            section(
                "/business/wallet",
                "wallet",
                "Wallet",
                OrganizationMay::ViewInvoices,
            ),
            section(
                "/business/invoices",
                "file-text",
                "Invoices",
                OrganizationMay::ViewInvoices,
            ),
        ],
    ),
    (
        "Company",
        &[
            section(
                "/business/settings",
                "settings",
                "Settings",
                OrganizationMay::ViewCompany,
            ),
            section(
                "/business/messages/quotas",
                "message-square",
                "Message quotas",
                OrganizationMay::ViewSpend,
            ),
            section(
                "/business/sign-in",
                "key-round",
                "Company sign-in",
                OrganizationMay::ManageSignIn,
            ),
            section(
                "/business/history",
                "history",
                "History",
                OrganizationMay::ViewAudit,
            ),
        ],
    ),
];

fn groups(role: OrganizationRole) -> Vec<PlaceGroup> {
    GROUPS
        .iter()
        .map(|(name, sections)| PlaceGroup {
            name,
            places: sections
                .iter()
                .filter(|section| role.may(section.needs))
                .map(|section| section.place)
                .collect(),
        })
        .filter(|group| !group.places.is_empty())
        .collect()
}

/// Navigation beside the page; without a company the page alone.
#[component]
pub fn BusinessLayout() -> impl IntoView {
    view! {
        <div class="surface business">
            {Suspend::new(async move {
                let current = server_fns::business::home().await.ok().and_then(|home: HomeView| home.current);
                current.map(|company| view! {
                    <SideNav label="Company" root="/business" groups=groups(company.role)/>
                })
            })}
            <div class="surface-page">
                {Suspend::new(async move {
                    let home = server_fns::business::home().await.ok();
                    home.and_then(|home| home.current.map(|company| which(company, home.available, home.companies.len())))
                })}
                <Outlet/>
            </div>
        </div>
    }
}

/// The name of the company on every page: whoever belongs to two must not mistake one for the other, nor its money for their
/// own in the header.
fn which(company: Membership, available: Option<Money>, companies: usize) -> impl IntoView {
    let Membership {
        name, role, is_open, ..
    } = company;
    view! {
        <p class="company-name">
            <b>{name}</b> <span class="muted">"You: " {role.in_words()}</span>
            {available.map(|amount| view! {
                <span class="muted"><a href="/business/wallet"><MoneyText amount/></a> " to spend"</span>
            })}
            {(companies > 1).then(|| view! { <a href="/business#companies">"Other company"</a> })}
        </p>
        {(!is_open).then(|| view! {
            <Notice kind="warning">"This company is deactivated: you can look at everything, and nothing can be changed."</Notice>
        })}
    }
}
