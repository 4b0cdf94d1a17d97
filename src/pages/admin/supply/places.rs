//! Where a vendor of numbers comes among the others, by country.

use leptos::prelude::*;

use crate::{
    components::{
        Choice, Column, Field, ListTable, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::supply::{ForgetProviderPlace, PreferProvider},
    shared::supply::{Preference, Priority, ProviderView},
};

/// The vendor's places and a form for one.
#[component]
pub fn Places(provider: ProviderView) -> impl IntoView {
    let name = provider.row.name;
    let failed = failure::<PreferProvider>();
    let refused = failed
        .clone()
        .filter(|error| error.field().is_none())
        .or_else(failure::<ForgetProviderPlace>)
        .map(|error| view! { <Notice kind="error">{error.message()}</Notice> });
    let ranks = (1..=9)
        .map(|rank| Choice {
            value: rank.to_string(),
            label: in_words(Preference::Rank(rank)),
        })
        .chain([Choice {
            value: "never".into(),
            label: in_words(Preference::NotAsked),
        }])
        .collect();
    let rows = provider.priorities;
    let of = name.clone();
    view! {
        <section class="panel" aria-labelledby="places-title">
            <h2 id="places-title">"Place among the providers of numbers"</h2>
            <p class="panel-note">"Every search asks all of them, and the cheapest offer of a number is sold. Where prices are equal, the lowest place comes first; 5 is usual. One that is not asked in a country sells nothing new there."</p>
            {refused}
            {(!rows.is_empty()).then(|| view! {
                <ListTable
                    caption="Places"
                    columns=vec![Column::plain("Country"), Column::plain("Place"), Column::plain("Change")]
                >
                    {rows.into_iter().map(|row| place(of.clone(), row)).collect_view()}
                </ListTable>
            })}
            <PostForm<PreferProvider> class="surface-form">
                <input type="hidden" name="provider" value=name/>
                <Field
                    label="Country"
                    name="place"
                    maxlength=2
                    hint="Two letters, like US. Empty: every country without a place of its own."
                    error=of_field(failed.as_ref(), "place")
                />
                <Select label="Place" name="rank" value="5" choices=ranks error=of_field(failed.as_ref(), "rank")/>
                <SubmitButton>"Save this place"</SubmitButton>
            </PostForm<PreferProvider>>
        </section>
    }
}

fn place(provider: String, row: Priority) -> impl IntoView {
    let (code, country) = match row.country {
        Some(country) => (country.code.to_string(), country.name),
        None => (String::new(), "Every country".into()),
    };
    view! {
        <tr>
            <td data-label="Country">{country}</td>
            <td data-label="Place">{in_words(row.preference)}</td>
            <td data-label="Change">
                <PostForm<ForgetProviderPlace>>
                    <input type="hidden" name="provider" value=provider/>
                    <input type="hidden" name="place" value=code/>
                    <SubmitButton>"Remove"</SubmitButton>
                </PostForm<ForgetProviderPlace>>
            </td>
        </tr>
    }
}

fn in_words(preference: Preference) -> String {
    match preference {
        Preference::Rank(rank) => rank.to_string(),
        Preference::NotAsked => "Not asked".into(),
    }
}
