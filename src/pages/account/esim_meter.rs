//! What is left of a plan's data.

use leptos::prelude::*;

use crate::{pages::words, shared::esim::EsimState};

/// A meter and the amount left in words; for an unlimited plan the amount used. Nothing before there is a profile.
#[component]
pub fn EsimMeter(state: EsimState, data_mb: Option<i64>, used_mb: i64) -> impl IntoView {
    if state == EsimState::Ordered {
        return ().into_any();
    }
    match data_mb {
        None => view! {
            <div class="data-meter">
                <p class="data-meter-text"><b>{words::data(used_mb)}</b> " used" <span>"Unlimited"</span></p>
            </div>
        }
        .into_any(),
        Some(total) => {
            let left = (total - used_mb).max(0);
            let is_low = left * 5 < total;
            view! {
                <div class="data-meter" class:data-meter-low=is_low>
                    <p class="data-meter-text">
                        <b>{words::data(left)}</b> " left" <span>"of " {words::data(total)}</span>
                    </p>
                    <meter min="0" max=total value=left aria-label="Data left">{words::data(left)}</meter>
                </div>
            }
            .into_any()
        }
    }
}
