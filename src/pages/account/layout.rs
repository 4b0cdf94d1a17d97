//! What every account page shares: where you can go, and where you are.

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

use crate::{
    components::{Icon, PostForm},
    server_fns::accounts::SignOut,
};

struct Place {
    href: &'static str,
    icon: &'static str,
    name: &'static str,
}

const PLACES: [Place; 8] = [
    Place {
        href: "/account",
        icon: "house",
        name: "Overview",
    },
    Place {
        href: "/account/wallet",
        icon: "wallet",
        name: "Wallet",
    },
    Place {
        href: "/account/numbers",
        icon: "phone",
        name: "Numbers",
    },
    Place {
        href: "/account/messages",
        icon: "message-square",
        name: "Messages",
    },
    Place {
        href: "/account/calls",
        icon: "history",
        name: "Calls",
    },
    Place {
        href: "/account/esims",
        icon: "smartphone",
        name: "eSIMs",
    },
    Place {
        href: "/account/orders",
        icon: "receipt",
        name: "Orders",
    },
    Place {
        href: "/account/settings",
        icon: "settings",
        name: "Settings",
    },
];

/// Side navigation beside the page; on a phone a tab bar at the thumb.
#[component]
pub fn AccountLayout() -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    view! {
        <div class="account">
            <nav class="account-nav" aria-label="Account">
                <ul>{PLACES.into_iter().map(|place| link(place, &path)).collect_view()}</ul>
                <PostForm<SignOut>>
                    <button type="submit"><Icon name="log-out"/> "Sign out"</button>
                </PostForm<SignOut>>
            </nav>
            <div class="account-page"><Outlet/></div>
        </div>
    }
}

fn link(place: Place, path: &str) -> impl IntoView {
    let current = standing(&place, path);
    view! {
        <li>
            <a href=place.href aria-current=current><Icon name=place.icon/> <span>{place.name}</span></a>
        </li>
    }
}

/// `page` on the page itself, `true` on the pages below it. A payment and what was used belong to the wallet, addresses to the
/// numbers that want one: a ninth place would not fit a phone.
fn standing(place: &Place, path: &str) -> Option<&'static str> {
    let path = path.trim_end_matches('/');
    let is_below = path.starts_with(&format!("{}/", place.href)) && place.href != "/account";
    let is_payment = place.href == "/account/wallet"
        && (path.starts_with("/account/payments/") || path == "/account/usage");
    let is_address = place.href == "/account/numbers" && path == "/account/documents";
    if path == place.href {
        Some("page")
    } else {
        (is_below || is_payment || is_address).then_some("true")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_place_is_current_on_every_page() {
        for path in [
            "/account",
            "/account/",
            "/account/wallet/statement",
            "/account/payments/pay_1",
            "/account/usage",
            "/account/documents",
            "/account/orders/ord_1",
            "/account/messages/new",
        ] {
            assert_eq!(
                PLACES
                    .iter()
                    .filter(|place| standing(place, path).is_some())
                    .count(),
                1,
                "{path}"
            );
        }
    }
}
