//! On a number's page: its months, and the mails about its messages.

use leptos::prelude::*;

use crate::{
    components::{Checkbox, MoneyText, Notice, PostForm, SubmitButton, form::failure},
    pages::words,
    server_fns::numbers::{PayMonth, ReactivateNumber, SetMessageMails, SetRenewal, SuspendNumber},
    shared::number::{NumberState, NumberView, Pause},
};

/// What was done, what was refused, and what there is to know of where the number stands.
#[component]
pub fn NumberNotes(number: NumberView, saved: Option<String>) -> impl IntoView {
    let done = saved.as_deref().and_then(|what| match what {
        "paid" => Some("Paid. The number works."),
        "suspended" => Some("The number is paused: it neither rings nor receives until you start it again."),
        "reactivated" => Some("The number works again."),
        "renewal" | "mails" => Some("Saved."),
        _ => None,
    });
    let refused = failure::<PayMonth>()
        .or_else(failure::<SuspendNumber>)
        .or_else(failure::<ReactivateNumber>)
        .or_else(failure::<SetRenewal>)
        .or_else(failure::<SetMessageMails>)
        .map(|error| error.message());
    view! {
        {done.map(|text| view! { <Notice kind="good">{text}</Notice> })}
        {refused.map(|text| view! { <Notice kind="error">{text}</Notice> })}
        {note(&number).map(|text| view! { <Notice kind="warning">{text}</Notice> })}
    }
}

fn note(number: &NumberView) -> Option<String> {
    let by = |at: Option<_>| at.map(words::day).unwrap_or_default();
    Some(match (number.state, number.suspended_for) {
        (NumberState::Active, _) => return None,
        (NumberState::Grace, _) => format!(
            "The month is not paid. The number works until {}; pay before then, or it is suspended.",
            by(number.grace_until)
        ),
        (NumberState::Suspended, Some(Pause::Owner)) => {
            "You paused this number. It neither rings nor receives; its months go on.".into()
        }
        (NumberState::Suspended, Some(Pause::Money)) => format!(
            "Suspended, because the month was not paid. It is kept for you until {}. Pay before then and it works again at \
             once.",
            by(number.release_at)
        ),
        (NumberState::Suspended, Some(Pause::End)) => {
            "The paid time is over and the renewal was off: this number is on its way back.".into()
        }
        (NumberState::Suspended, None) => {
            "The network has paused this number. Please write to support and we find out why.".into()
        }
        (NumberState::Released | NumberState::Quarantined, _) => match number.quarantined_until {
            Some(until) => format!(
                "This number is no longer yours; its messages stay here for you alone. Until {} nobody else can buy it \
                 here; if its network still has it, you can find it again in the search by its digits.",
                words::day(until)
            ),
            None => "This number is no longer yours. It stays in the list for your records.".into(),
        },
    })
}

/// Paying, pausing and ending.
#[component]
pub fn Months(number: NumberView) -> impl IntoView {
    let is_unpaid = number.state == NumberState::Grace || number.suspended_for == Some(Pause::Money);
    let is_over = matches!(number.state, NumberState::Released | NumberState::Quarantined)
        || number.suspended_for == Some(Pause::End);
    let [pay_id, renewal_id, pause_id] = [(); 3].map(|()| number.id.to_string());
    let pause = match (number.state, number.suspended_for) {
        (NumberState::Active, _) => Some(true),
        (NumberState::Suspended, Some(Pause::Owner)) => Some(false),
        _ => None,
    };
    (!is_over).then(|| {
        view! {
            <section class="panel" id="months" aria-labelledby="months-title">
                <h2 id="months-title">"Renewal"</h2>
                {is_unpaid.then(|| view! {
                    <PostForm<PayMonth>>
                        <input type="hidden" name="id" value=pay_id/>
                        <p><MoneyText amount=number.monthly/> " pays the month after " {words::day(number.expires_at)} "."</p>
                        <SubmitButton>"Pay the month now"</SubmitButton>
                    </PostForm<PayMonth>>
                })}
                <PostForm<SetRenewal> class="message-form">
                    <input type="hidden" name="id" value=renewal_id/>
                    <Checkbox
                        label="Pay each further month from the balance"
                        name="is_on"
                        checked=number.auto_renew
                    />
                    <p class="panel-note">
                        {if is_unpaid {
                            "Off: the number ends within hours, since its paid time is over."
                        } else {
                            "Off: the number ends when its paid time does, and nothing more is charged."
                        }}
                    </p>
                    <SubmitButton kind="secondary">"Save"</SubmitButton>
                </PostForm<SetRenewal>>
                {pause.map(|is_running| if is_running {
                    view! {
                        <PostForm<SuspendNumber>>
                            <input type="hidden" name="id" value=pause_id/>
                            <p class="panel-note">"A paused number neither rings nor receives. It stays yours and its months go on."</p>
                            <SubmitButton kind="secondary">"Pause the number"</SubmitButton>
                        </PostForm<SuspendNumber>>
                    }
                    .into_any()
                } else {
                    view! {
                        <PostForm<ReactivateNumber>>
                            <input type="hidden" name="id" value=pause_id/>
                            <SubmitButton>"Start the number again"</SubmitButton>
                        </PostForm<ReactivateNumber>>
                    }
                    .into_any()
                })}
            </section>
        }
    })
}

/// Messages that come in, by mail too.
#[component]
pub fn MessageMails(number: NumberView) -> impl IntoView {
    (number.capabilities.sms && number.state.works()).then(|| {
        view! {
            <section class="panel" id="mails" aria-labelledby="mails-title">
                <h2 id="mails-title">"Messages by e-mail"</h2>
                <PostForm<SetMessageMails> class="message-form">
                    <input type="hidden" name="id" value=number.id.to_string()/>
                    <Checkbox
                        label="Mail me each message that comes in"
                        name="is_on"
                        checked=number.mails_messages
                    />
                    <p class="panel-note">
                        "With the sender and the text, to your account's address; at most 30 in an hour. Off: they wait in Messages only."
                    </p>
                    <SubmitButton kind="secondary">"Save"</SubmitButton>
                </PostForm<SetMessageMails>>
            </section>
        }
    })
}
