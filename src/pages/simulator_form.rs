//! The form of the price simulator: what, where, which one, and the markup to try. Each answer brings the next choices,
//! so it needs no script. The dashboard and the console share it.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use crate::{
    components::{Choice, EmptyState, Select, SubmitButton},
    pages::price_parts::markup_fields,
    shared::pricing::{Named, SimulatorView},
};

/// What the address asks for.
#[derive(Clone, Default)]
pub struct Question {
    pub kind: String,
    pub place: String,
    pub product: String,
    pub markup_kind: String,
    pub markup_value: String,
}

impl Question {
    /// Reads the address. A percentage is there from the start, since without one there is nothing to try.
    pub fn of(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get(name).unwrap_or_default();
        Self {
            kind: text("sim_kind"),
            place: text("sim_place"),
            product: text("product"),
            markup_kind: text("markup_kind"),
            markup_value: Some(text("markup_value"))
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| "10".into()),
        }
    }
}

/// Entries of a list, with words for none.
pub fn choices(none: &str, all: Vec<Named>) -> Vec<Choice> {
    std::iter::once(Choice::new("", none))
        .chain(all.into_iter().map(|one| Choice::new(one.value, one.name)))
        .collect()
}

/// The form. `children` stand first.
#[component]
pub fn SimulatorForm(
    path: &'static str,
    question: Question,
    found: SimulatorView,
    /// What else is asked, above the product.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let SimulatorView {
        is_number,
        place,
        places,
        product,
        products,
    } = found;
    let kinds = vec![
        Choice::new("esim", "eSIM data plan"),
        Choice::new("number", "Phone number, first month"),
    ];
    let (kind, label, none) = if is_number {
        ("number", "Kind", "Choose a kind")
    } else {
        ("esim", "Plan", "Choose a plan")
    };
    let (has_place, is_empty) = (!place.is_empty(), products.is_empty());
    let button = if has_place && !is_empty {
        "Show the price"
    } else {
        "Next"
    };
    view! {
        <section class="panel" aria-label="What to simulate">
            <form class="surface-form" method="get" action=path>
                {children.map(|ask| ask())}
                <div class="form-pair">
                    <Select label="Product" name="sim_kind" value=kind choices=kinds/>
                    <Select label="Country or region" name="sim_place" value=place choices=choices("Choose a place", places)/>
                </div>
                {match (has_place, is_empty) {
                    (false, _) => ().into_any(),
                    (true, true) => view! { <EmptyState icon="search" title="Nothing there" text="Suppliers sell nothing of this kind there. Choose another place."/> }.into_any(),
                    (true, false) => view! {
                        <Select label=label name="product" value=product choices=choices(none, products)/>
                        {markup_fields(None, question.markup_kind, question.markup_value, "the shop's currency")}
                    }
                    .into_any(),
                }}
                <SubmitButton>{button}</SubmitButton>
            </form>
        </section>
    }
}
