//! `/business/lines/new`: a plan for one or many employees. The next page shows the price before anything is ordered.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::{super::reseller::set_up::forms::above, forms::teams as team_choices},
    words::plan,
};
use crate::{
    components::{
        Choice, EmptyState, FilterForm, MoneyText, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{answer::answer, list_address::asked_for},
    server_fns::{self, lines::Prepare},
    shared::line::{AssignView, Candidate, LineOffer},
};

const PATH: &str = "/business/lines/new";

/// The form.
#[component]
pub fn AssignPage() -> impl IntoView {
    let (place, team, employee) = (asked_for("place"), asked_for("team"), asked_for("employee"));
    view! {
        <Title text="Assign lines"/>
        {Suspend::new(async move {
            let read = server_fns::lines::assign_form(Some(place), Some(team.clone()), Some(employee.clone())).await;
            answer(read, move |view| show(view, team, employee))
        })}
    }
}

fn show(view: AssignView, team: String, employee: String) -> impl IntoView {
    let places: Vec<Choice> = std::iter::once(Choice::new("", "Choose a place"))
        .chain(
            view.places
                .iter()
                .map(|(slug, name)| Choice::new(slug.clone(), name.clone())),
        )
        .collect();
    let is_chosen = !view.place.is_empty();
    let place = view.place.clone();
    let teams = team_choices("All teams", &view.teams);
    let (team_again, is_one) = (team.clone(), !employee.is_empty());
    let is_filtered = is_chosen || !team.is_empty() || !employee.is_empty();
    let rest = if !is_chosen {
        view! { <EmptyState icon="globe" title="Where is the line for?" text="Choose the country or region; its plans come next."/> }
            .into_any()
    } else if view.offers.is_empty() {
        view! { <EmptyState icon="globe" title="No plans there" text="The shop sells no plan for this place at the moment. Choose another one."/> }
            .into_any()
    } else if view.candidates.is_empty() {
        view! { <EmptyState icon="users" title="Nobody here" text="Add employees first, or choose another team."/> }.into_any()
    } else {
        view! { <Choose view team=team_again is_one/> }.into_any()
    };
    view! {
        <p class="back"><a href="/business/lines">"Lines"</a></p>
        <header class="surface-head"><h1>"Assign lines"</h1></header>
        <FilterForm path=PATH is_filtered>
            <Select label="Place" name="place" choices=places value=place/>
            {if employee.is_empty() {
                view! { <Select label="Team" name="team" choices=teams value=team/> }.into_any()
            } else {
                view! { <input type="hidden" name="employee" value=employee/> }.into_any()
            }}
        </FilterForm>
        {rest}
    }
}

#[component]
fn Choose(view: AssignView, team: String, is_one: bool) -> impl IntoView {
    let failed = failure::<Prepare>();
    let plans: Vec<Choice> = view.offers.into_iter().map(offer).collect();
    let wrong = of_field(failed.as_ref(), "who");
    let is_cut = view.is_cut;
    view! {
        {above(failed.as_ref(), &["plan", "who"])}
        <PostForm<Prepare> class="surface-form">
            <section class="panel" aria-labelledby="plan-title">
                <h2 id="plan-title">"Plan"</h2>
                <Select
                    label="Plan"
                    name="plan"
                    choices=plans
                    hint="Prepaid lines cannot be suspended, changed or ended: they run until their data or days are used up."
                    error=of_field(failed.as_ref(), "plan")
                />
                <p>"Available in the company's wallet: " <MoneyText amount=view.available/></p>
            </section>
            <section class="panel" aria-labelledby="who-title">
                <h2 id="who-title">"For whom"</h2>
                {wrong.map(|text| view! { <p class="field-error">{text}</p> })}
                {is_cut.then(|| view! { <Notice kind="info">"The first 500 stand here. Choose a team to see others."</Notice> })}
                <input type="hidden" name="team" value=team/>
                {if is_one {
                    view! { <input type="hidden" name="who" value="ticked"/> }.into_any()
                } else {
                    let choices = vec![
                        Choice::new("ticked", "Those I tick below"),
                        Choice::new("without_line", "Everybody of this list who has no line"),
                    ];
                    view! { <Select label="Who" name="who" choices/> }.into_any()
                }}
                <ul class="line-people">
                    {view.candidates.into_iter().enumerate().map(|(n, one)| candidate(n, one, is_one)).collect_view()}
                </ul>
            </section>
            <div><SubmitButton>"Look at the price"</SubmitButton></div>
        </PostForm<Prepare>>
    }
}

fn offer(offer: LineOffer) -> Choice {
    let kind = if offer.is_steered { "" } else { ", prepaid" };
    let what = plan(offer.data_mb, offer.validity_days);
    Choice::new(
        offer.plan.to_string(),
        format!("{}: {what}, {}{kind}", offer.name, offer.price),
    )
}

fn candidate(n: usize, one: Candidate, is_ticked: bool) -> impl IntoView {
    let has = match one.lines {
        0 => "no line".to_owned(),
        1 => "1 line".to_owned(),
        lines => format!("{lines} lines"),
    };
    let note = [one.team, has]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <li>
            <label class="checkbox">
                <input type="checkbox" name=format!("employees[{n}]") value=one.id.to_string() checked=is_ticked/>
                <span>{one.name} " " <small class="muted">{note}</small></span>
            </label>
        </li>
    }
}
