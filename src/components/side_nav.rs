//! The navigation beside the pages of a surface: groups of places. On a phone it folds away above the page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::Icon;

/// A page one can go to. Pages below its address belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub href: &'static str,
    pub icon: &'static str,
    pub name: &'static str,
}

/// Places under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceGroup {
    pub name: &'static str,
    pub places: Vec<Place>,
}

/// `root` is the surface's own address, whose place is current only on itself.
#[component]
pub fn SideNav(label: &'static str, root: &'static str, groups: Vec<PlaceGroup>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let here = groups
        .iter()
        .flat_map(|group| &group.places)
        .find(|place| is_current(place, root, &path))
        .map_or(label, |place| place.name);
    view! {
        <nav class="side-nav" aria-label=label>
            <details class="side-nav-fold">
                <summary><Icon name="menu"/> <span>{here}</span></summary>
            </details>
            <div class="side-nav-groups">
                {groups.into_iter().map(|group| view! { <Group group root path=path.clone()/> }).collect_view()}
            </div>
        </nav>
    }
}

#[component]
fn Group(group: PlaceGroup, root: &'static str, path: String) -> impl IntoView {
    view! {
        <section>
            {(!group.name.is_empty()).then(|| view! { <h2>{group.name}</h2> })}
            <ul>
                {group
                    .places
                    .into_iter()
                    .map(|place| {
                        let current = is_current(&place, root, &path).then_some("page");
                        view! {
                            <li>
                                <a href=place.href aria-current=current><Icon name=place.icon/> <span>{place.name}</span></a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

fn is_current(place: &Place, root: &str, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    path == place.href || (place.href != root && path.starts_with(&format!("{}/", place.href)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_current_only_on_itself() {
        let place = |href| Place {
            href,
            icon: "",
            name: "",
        };
        assert!(is_current(&place("/reseller"), "/reseller", "/reseller/"));
        assert!(!is_current(&place("/reseller"), "/reseller", "/reseller/orders"));
        assert!(is_current(
            &place("/reseller/orders"),
            "/reseller",
            "/reseller/orders/ord_1"
        ));
        assert!(!is_current(
            &place("/reseller/orders"),
            "/reseller",
            "/reseller/orders-old"
        ));
    }
}
