//! What people call things that the program calls otherwise.

/// People whose names are looked for among the keys, and stand below `[contacts]`.
pub(super) const PEOPLE: &[&str] =
    &["head", "headteacher", "principal", "chair", "clerk", "dpo", "dsl", "senco", "sendco"];

/// Names that people give to keys of ours, and that no slip of the finger explains.
pub(super) const ALSO_CALLED: &[(&str, &str)] = &[
    ("review_date", "next_review"),
    ("next_review_date", "next_review"),
    ("review_due", "next_review"),
    ("last_review", "previous_review"),
    ("last_reviewed", "previous_review"),
    ("frequency", "review_cycle"),
    ("review_frequency", "review_cycle"),
    ("date_approved", "approved"),
    ("approval_date", "approved"),
    ("approver", "approved_by"),
    ("approving_body", "approved_by"),
    ("effective_from", "effective"),
    ("effective_date", "effective"),
    ("in_force_from", "effective"),
    ("name", "title"),
    ("policy_owner", "owner"),
    ("document_owner", "owner"),
    ("number", "reference"),
    ("document_number", "reference"),
    ("policy_type", "scope"),
    ("description", "summary"),
    ("url", "base_url"),
    ("site_url", "base_url"),
    ("telephone", "phone"),
    ("tel", "phone"),
    ("mail", "email"),
    ("logo_text", "logo_alt"),
    ("alt", "logo_alt"),
    ("notes", "changes"),
    ("title", "heading"),
    ("postcode", "address"),
];
