"""Who may see what: one table, a row an address. An address without a row fails the tests.

A later room adds its rows here, and its roles to `WHO`.
"""

from __future__ import annotations

# What an address may answer.
PAGE, REFUSED_FORM, ELSEWHERE, CLOSED = "page", "form again", "goes on", "to the door"
MISSING, NOT_SO, GONE, DOOR = "missing", "method refused", "gone", "the door"
EVERYBODY_READS = {"GET": (PAGE, PAGE, PAGE), "POST": (NOT_SO, NOT_SO, NOT_SO)}
# Each row: method -> what anonymous, the owner and the stranger are answered. Where the address
# has no id of the owner's in it, the stranger is answered about a record of their own.
OWN_PAGE = {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, NOT_SO, NOT_SO)}
OWN_ROW = {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, NOT_SO, NOT_SO)}
OWN_ACT = {"GET": (CLOSED, NOT_SO, NOT_SO), "POST": (DOOR, ELSEWHERE, MISSING)}
OWN_ACT_WITHOUT_ID = {"GET": (CLOSED, NOT_SO, NOT_SO), "POST": (DOOR, ELSEWHERE, ELSEWHERE)}

Row = dict[str, tuple[str, str, str]]
NOT_HERE = {"GET": (MISSING, MISSING, MISSING), "POST": (MISSING, MISSING, MISSING)}

TABLE: dict[str, Row] = {
    "entries:start": EVERYBODY_READS,
    "entries:more": OWN_PAGE,
    # nothing marked: the page comes back and says that nothing was kept
    "entries:today": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, PAGE, PAGE)},
    "entries:list": OWN_PAGE,
    # emptied: taken away, with an undo on the list
    "entries:edit": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "entries:kept": OWN_ROW,
    "entries:question": OWN_ACT_WITHOUT_ID,
    "entries:remove": OWN_ACT,
    "entries:restore": OWN_ACT,
    "path:path": OWN_PAGE,
    "path:example": EVERYBODY_READS,
    "path:told": OWN_PAGE,
    "path:table": {"GET": (CLOSED, PAGE, ELSEWHERE), "POST": (DOOR, NOT_SO, NOT_SO)},
    "path:closer": {"GET": (CLOSED, PAGE, ELSEWHERE), "POST": (DOOR, NOT_SO, NOT_SO)},
    "path:moving": {"GET": (CLOSED, PAGE, ELSEWHERE), "POST": (DOOR, NOT_SO, NOT_SO)},
    "path:example_table": EVERYBODY_READS,
    "path:example_closer": EVERYBODY_READS,
    "path:example_moving": EVERYBODY_READS,
    "path:take_back": OWN_ACT,
    # no word chosen: the form again, or, where nothing is written yet, the page that says so
    "path:otherwise": {"GET": (CLOSED, NOT_SO, NOT_SO), "POST": (DOOR, REFUSED_FORM, PAGE)},
    "way_back:start": EVERYBODY_READS,
    "way_back:tonight": {"GET": (PAGE, PAGE, PAGE), "POST": (PAGE, ELSEWHERE, ELSEWHERE)},
    "way_back:rest": EVERYBODY_READS,
    "way_back:steps": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "way_back:anew": OWN_ACT_WITHOUT_ID,
    "way_back:stopped": OWN_PAGE,
    # nothing picked is an answer too
    "way_back:today": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    # no button told: the page again
    "way_back:follow": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, PAGE, PAGE)},
    "way_back:kept": OWN_ROW,
    "way_back:remove": OWN_ACT,
    "way_back:restore": OWN_ACT,
    "way_back:stuck": {"GET": (PAGE, PAGE, PAGE), "POST": (PAGE, ELSEWHERE, ELSEWHERE)},
    "way_back:say": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "plan:plan": OWN_PAGE,
    "plan:edit": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "plan:watch": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "plan:not_now": OWN_ACT_WITHOUT_ID,
    # an empty letter is none: the form again
    "plan:letter": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, REFUSED_FORM, REFUSED_FORM)},
    "plan:letter_remove": OWN_ACT_WITHOUT_ID,
    "plan:letter_asked": OWN_ACT_WITHOUT_ID,
    "support:help": EVERYBODY_READS,
    "support:safe": EVERYBODY_READS,
    # takes the mark of a copy in this browser away, or sets it for who is signed in
    "support:keep": {"GET": (PAGE, PAGE, PAGE), "POST": (ELSEWHERE, ELSEWHERE, ELSEWHERE)},
    # nothing written yet: there is no plan to keep
    "support:mine": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, NOT_SO, NOT_SO)},
    "support:kept": EVERYBODY_READS,
    "support:worker": EVERYBODY_READS,
    "support:app": EVERYBODY_READS,
    "takeout:bring": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, REFUSED_FORM, REFUSED_FORM)},
    "takeout:look": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "takeout:drop": OWN_ACT,
    "takeout:undo": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "takeout:export": OWN_PAGE,
    # by POST a page with a code
    "takeout:everything": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, PAGE, PAGE)},
    # without the mark nothing is erased
    "takeout:erase": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, REFUSED_FORM, REFUSED_FORM)},
    "measures:start": OWN_PAGE,
    "measures:begin": OWN_ACT_WITHOUT_ID,
    # nothing answered yet: the answers to look over lead back to the first screen
    "measures:about": OWN_ROW,
    "measures:question": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, REFUSED_FORM, MISSING)},
    "measures:answers": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "measures:result": OWN_ROW,
    "measures:drop": OWN_ACT,
    "measures:total": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, REFUSED_FORM, REFUSED_FORM)},
    "choices:shown": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "choices:rest": OWN_ACT_WITHOUT_ID,
    "drafts:draft": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, PAGE, PAGE)},
    "drafts:clear": {"GET": (CLOSED, NOT_SO, NOT_SO), "POST": (DOOR, PAGE, PAGE)},
    # no word: the form again
    "sessions:start": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, REFUSED_FORM, REFUSED_FORM)},
    "sessions:held": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "sessions:fit": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "sessions:fit_again": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "sessions:fit_kept": OWN_ROW,
    "sessions:bring_words": OWN_ACT,
    "sessions:edit": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, REFUSED_FORM, MISSING)},
    "sessions:brought": OWN_ACT,
    "sessions:move": OWN_ACT,
    "sessions:remove": OWN_ACT,
    "sessions:restore": OWN_ACT,
    # no word: the form again
    "goals:list": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, REFUSED_FORM, REFUSED_FORM)},
    # nothing marked: nothing is kept, and it says so
    "goals:goal": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "goals:moved": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, REFUSED_FORM, MISSING)},
    "goals:state": OWN_ACT,
    "goals:remove": OWN_ACT,
    "goals:restore": OWN_ACT,
    "journal:list": OWN_PAGE,
    # nothing written: nothing is kept, and the list says so
    "journal:write": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "journal:look": {"GET": (CLOSED, ELSEWHERE, ELSEWHERE), "POST": (DOOR, PAGE, PAGE)},
    "journal:note": OWN_ROW,
    "journal:edit": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "journal:remove": OWN_ACT,
    "journal:restore": OWN_ACT,
    "practices:start": OWN_PAGE,
    "practices:quiet": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "practices:walk": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    # nothing written: the page comes back and says that nothing was kept
    "practices:write": {"GET": (CLOSED, PAGE, PAGE), "POST": (DOOR, PAGE, PAGE)},
    "practices:ground": OWN_PAGE,
    "practices:did": OWN_ROW,
    "practices:kept": OWN_PAGE,
    "practices:sheet": OWN_ROW,
    # emptied: taken away, with an undo on the list
    "practices:edit": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, ELSEWHERE, MISSING)},
    "practices:talked": OWN_ACT,
    "practices:remove": OWN_ACT,
    "practices:restore": OWN_ACT,
    # the owner has one that runs; no name and no nature: the form again
    "practices:test": {
        "GET": (CLOSED, ELSEWHERE, PAGE),
        "POST": (DOOR, REFUSED_FORM, REFUSED_FORM),
    },
    "practices:tested": OWN_ROW,
    "practices:day": OWN_ACT,
    "practices:leave": OWN_ACT,
    "keeping:health": EVERYBODY_READS,
    # the lock is for the one person of the machine: an account left over from many sees none of it
    "lock:passphrase": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, REFUSED_FORM, MISSING)},
    "lock:unlock": {"GET": (CLOSED, ELSEWHERE, MISSING), "POST": (DOOR, REFUSED_FORM, MISSING)},
    "lock:now": {"GET": (CLOSED, NOT_SO, NOT_SO), "POST": (DOOR, ELSEWHERE, MISSING)},
    "lock:sheet": {"GET": (CLOSED, PAGE, MISSING), "POST": (DOOR, PAGE, MISSING)},
    "accounts:adult": {
        "GET": (CLOSED, ELSEWHERE, ELSEWHERE),
        "POST": (CLOSED, ELSEWHERE, ELSEWHERE),
    },
    "accounts:account": OWN_PAGE,
    "accounts:invited": {"GET": (MISSING, MISSING, MISSING), "POST": (NOT_SO, NOT_SO, NOT_SO)},
    # a guessed link: gone, and who is signed in goes on to the first page
    "accounts:open": {"GET": (GONE, ELSEWHERE, ELSEWHERE), "POST": (NOT_SO, NOT_SO, NOT_SO)},
    "accounts:closed": {"GET": (DOOR, ELSEWHERE, ELSEWHERE), "POST": (NOT_SO, NOT_SO, NOT_SO)},
    "accounts:out": {"GET": (NOT_SO, NOT_SO, NOT_SO), "POST": (PAGE, PAGE, PAGE)},
    "accounts:looks": OWN_PAGE,
}
# Where many have accounts the doors of the accounts are there, and those of one machine are not.
# Before something that matters the password is asked for again: then it goes on to that.
GOES_ON = {"GET": (CLOSED, ELSEWHERE, ELSEWHERE), "POST": (CLOSED, ELSEWHERE, ELSEWHERE)}
SIGNED_IN_READS = {"GET": (CLOSED, PAGE, PAGE), "POST": (CLOSED, NOT_SO, NOT_SO)}
NOT_SET_UP = {"GET": (CLOSED, MISSING, MISSING), "POST": (CLOSED, MISSING, MISSING)}
NO_LOCK = {"GET": (CLOSED, MISSING, MISSING), "POST": (DOOR, MISSING, MISSING)}
MANY: dict[str, Row] = {
    "accounts:open": {"GET": (MISSING, MISSING, MISSING), "POST": (NOT_SO, NOT_SO, NOT_SO)},
    "accounts:invited": {"GET": (GONE, ELSEWHERE, ELSEWHERE), "POST": (NOT_SO, NOT_SO, NOT_SO)},
    "accounts:closed": {"GET": (DOOR, ELSEWHERE, ELSEWHERE), "POST": (NOT_SO, NOT_SO, NOT_SO)},
    "accounts:adult": GOES_ON,
    "accounts:account": OWN_PAGE,
    "accounts:out": {"GET": (NOT_SO, NOT_SO, NOT_SO), "POST": (PAGE, PAGE, PAGE)},
    "accounts:looks": OWN_PAGE,
    "account_login": {"GET": (PAGE, ELSEWHERE, ELSEWHERE), "POST": (PAGE, ELSEWHERE, ELSEWHERE)},
    "account_logout": {"GET": (ELSEWHERE, PAGE, PAGE), "POST": (ELSEWHERE, ELSEWHERE, ELSEWHERE)},
    "account_inactive": EVERYBODY_READS,
    "account_signup": {"GET": (PAGE, ELSEWHERE, ELSEWHERE), "POST": (PAGE, ELSEWHERE, ELSEWHERE)},
    "account_reauthenticate": {"GET": (CLOSED, PAGE, PAGE), "POST": (CLOSED, PAGE, PAGE)},
    "account_email": {"GET": (CLOSED, PAGE, PAGE), "POST": (CLOSED, ELSEWHERE, ELSEWHERE)},
    "account_email_verification_sent": EVERYBODY_READS,
    "account_change_password": {"GET": (CLOSED, PAGE, PAGE), "POST": (CLOSED, PAGE, PAGE)},
    "account_set_password": GOES_ON,
    "account_reset_password": {"GET": (PAGE, PAGE, PAGE), "POST": (PAGE, PAGE, PAGE)},
    "account_confirm_login_code": GOES_ON,
    "account_confirm_email": {"GET": (PAGE, PAGE, PAGE), "POST": (MISSING, MISSING, MISSING)},
    "account_reset_password_from_key_done": EVERYBODY_READS,
    "account_reset_password_from_key": {"GET": (PAGE, PAGE, PAGE), "POST": (PAGE, PAGE, PAGE)},
    "account_reset_password_done": EVERYBODY_READS,
    "mfa_index": SIGNED_IN_READS,
    "mfa_authenticate": GOES_ON,
    "mfa_reauthenticate": GOES_ON,
    "mfa_activate_totp": GOES_ON,
    "mfa_deactivate_totp": NOT_SET_UP,
    "mfa_view_recovery_codes": {
        "GET": (CLOSED, MISSING, MISSING),
        "POST": (CLOSED, NOT_SO, NOT_SO),
    },
    "mfa_generate_recovery_codes": GOES_ON,
    "mfa_download_recovery_codes": NOT_SET_UP,
    "mfa_list_webauthn": SIGNED_IN_READS,
    "mfa_add_webauthn": GOES_ON,
    "mfa_reauthenticate_webauthn": GOES_ON,
    "mfa_remove_webauthn": GOES_ON,
    "mfa_edit_webauthn": GOES_ON,
    "mfa_login_webauthn": GOES_ON,
    "usersessions_list": {"GET": (CLOSED, PAGE, PAGE), "POST": (CLOSED, ELSEWHERE, ELSEWHERE)},
    "takeout:erase": {"GET": (CLOSED, ELSEWHERE, ELSEWHERE), "POST": (DOOR, ELSEWHERE, ELSEWHERE)},
    "lock:passphrase": NO_LOCK,
    "lock:unlock": NO_LOCK,
    "lock:now": {"GET": (CLOSED, NOT_SO, NOT_SO), "POST": (DOOR, MISSING, MISSING)},
    "lock:sheet": NO_LOCK,
}
WHO = ("anonymous", "owner", "stranger")
