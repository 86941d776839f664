"""What is wrong with a file or a row, in words that say what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

FILE_PROBLEMS: dict[str, Any] = {
    "empty": _("The file is empty."),
    "no_rows": _("The file has a header but no rows."),
    "no_header": _("The first row is empty; it must hold the names of the columns."),
    "archive": _("This is an archive. Unpack it and upload the file within."),
    "workbook": _("This is an old Excel workbook. Save it as .xlsx or CSV and upload that."),
    "binary_workbook": _("This is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV and upload that."),
    "open_document": _("This is an OpenDocument file. Save it as .xlsx or CSV and upload that."),
    "password": _("This workbook is protected by a password. Save it without one and upload that."),
    "damaged": _("This workbook is damaged or cut off. Open it in Excel, save it again and upload that."),
    "bomb": _("Unpacked, this workbook is larger than %(most)s MB. Save the sheet as CSV and upload that."),
    "cells_too_many": _("The sheets of this workbook span more than %(most)s cells. Save the one you mean as CSV."),
    "hidden": _("Only hidden sheets of this workbook hold rows. Show the one you mean, save and upload again."),
    "no_sheet": _("The workbook has no sheet “%(found)s”; there are: %(choices)s."),
    "json": _("The JSON breaks off or is wrong at record %(row)s."),
    "json_shape": _("This JSON is no list of objects, nor an object whose “records” are one."),
    "json_deep": _("The JSON is nested too deeply at record %(row)s."),
    "markup": _(
        "This is HTML or XML, whatever it is called. Open it in Excel, save it as .xlsx or CSV and upload that."
    ),
    "uncalculated": _(
        "The formula in %(cell)s was never calculated. Open the workbook in Excel, save it and try again."
    ),
    "binary": _("This is neither text nor a workbook. Save the sheet as CSV or .xlsx and upload that."),
    "encoding": _("The characters of this file cannot be read as %(encoding)s. Save it as CSV UTF-8 and try again."),
    "too_large": _("The file is larger than %(most)s MB. Cut it into several files."),
    "rows": _("The file has more than %(most)s rows. Cut it into several files."),
    "columns": _("The file has %(found)s columns; at most %(most)s can be read. Is the delimiter right?"),
    "cell": _("Row %(row)s holds a cell of more than a million characters; a quotation mark may be missing."),
    "not_calendar": _("This is no calendar: it does not begin with BEGIN:VCALENDAR. Export it as .ics and try again."),
    "truncated": _("The file ends in line %(line)s in the middle of the calendar. Export it again, whole."),
    "nesting": _("Line %(line)s begins or ends what it cannot there. Export the calendar again."),
    "no_events": _("The calendar holds no events."),
    "events": _("The calendar holds more than %(most)s events. Export a shorter time or one calendar at a time."),
    "quote": _("A quotation mark opened in row %(row)s is never closed. Close it or take it out."),
}

ROW_PROBLEMS: dict[str, Any] = {
    "text": _("Too long: %(found)s characters, at most %(most)s fit."),
    "email": _("“%(found)s” is not an e-mail address."),
    "date": _("“%(found)s” is not a date; write it like 2026-03-31."),
    "instant": _("“%(found)s” is not a date with time; write it like 2026-03-31 14:30."),
    "day_first": _("“%(found)s” has no such month: this column is read with the day first. Write it like 2026-03-31."),
    "month_first": _(
        "“%(found)s” has no such month: this column is read with the month first. Write it like 2026-03-31."
    ),
    "unclear_date": _("“%(found)s” can be two days. Write it like 2026-03-31."),
    "point_decimal": _("“%(found)s” does not fit: this column is read with a decimal point. Write it like 1250.00."),
    "comma_decimal": _("“%(found)s” does not fit: this column is read with a decimal comma. Write it like 1250,00."),
    "unclear_number": _("“%(found)s” can be two numbers. Write it like 1250.00."),
    "currency_differs": _("“%(found)s” is in %(unit)s, but the column of currencies says %(said)s."),
    "currency_missing": _("“%(found)s” names no currency, while others in this column do; write it like EUR 1250.00."),
    "currency_unclear": _("“%(unit)s” can be %(choices)s; write the currency, like USD 1250.00."),
    "money": _("“%(found)s” is not an amount; write it like 1250.00."),
    "number": _("“%(found)s” is not a number of at most 15 digits."),
    "tag": _("“%(found)s” cannot be a tag: it has more than 40 characters."),
    "whole": _("“%(found)s” is not a whole number from %(least)s to %(most)s."),
    "flag": _("“%(found)s” is neither yes nor no."),
    "currency": _("“%(found)s” is not a currency; write three letters like EUR."),
    "domain": _("“%(found)s” is not a web domain; write it like example.com."),
    "time_zone": _("“%(found)s” is not a time zone; write it like Europe/Lisbon."),
    "country": _("“%(found)s” is not a country we know the holidays of; write its code, like PT."),
    "choice": _("“%(found)s” is not one of: %(choices)s."),
    "nul": _("The cell holds an invisible NUL character; take it out."),
    "cells": _("The row has %(found)s cells, the header %(expected)s; a quotation mark or delimiter may be wrong."),
    "contradiction": _("This says something else than row %(row)s about the same; keep one of the two."),
    "needed": _("This is needed."),
    "needed_to_create": _("This is needed, since nothing in the records is named so yet."),
    "needed_for_contract": _("A contract needs product, first day, renewal date and annual value."),
    "nobody": _("Give an e-mail, an external id or a name."),
    "belongs_to_another": _("“%(found)s” belongs to %(name)s, but the row means somebody else."),
    "removed_here": _("What this id stands for was removed here; it is not brought back by an import."),
    "only_administrators": _("Only administrators may make or change administrators."),
    "own_administration": _("You cannot take your own administration away."),
    "no_user": _("There is no user with the e-mail “%(found)s”. Import users first."),
    "no_user_called": _(
        "Nobody of ours is known as “%(found)s” (by e-mail, by id in this source, or by a name only one has). Add the "
        "file of users."
    ),
    "no_meaning": _("“%(found)s” has no meaning here yet; it was left out. Say on the page of the set what it means."),
    "rounded_id": _("“%(found)s” is an id that a spreadsheet has rounded. Take the file as it was exported."),
    "first_of_several": _("The cell names %(count)s; only the first, “%(found)s”, was taken."),
    "no_job": _("There is no job “%(found)s”; there are: %(choices)s."),
    "no_way": _("“%(found)s” leads to no account: it is no account, opportunity or person known here."),
    "no_segment": _("There is no segment “%(found)s”; there are: %(choices)s."),
    "no_account": _("There is no account “%(found)s”. Import accounts first."),
    "several_accounts": _("%(count)s accounts are called “%(found)s”; use an external id."),
    "no_parent": _("There is no account “%(found)s” to be the parent."),
    "circle": _("“%(found)s” is this account or below it, so it cannot be its parent."),
    "ahead": _("%(found)s lies ahead: it can only have happened."),
    "end_before_start": _("The end must be after the start."),
    "overlap": _("This overlaps what is recorded of the same on other days."),
    "no_goal": _("There is no goal “%(found)s” at %(account)s. Import goals first."),
    "wrong_way": _("The target “%(found)s” is no better than the baseline “%(baseline)s”."),
    "no_person": _("Nobody “%(found)s” is known at %(account)s. Import people first."),
    "same_person": _("A connection needs two different people."),
    "event_time": _("%(title)s: “%(found)s” is no date or time; a calendar writes it like 20260331T143000Z."),
    "event_zone": _("%(title)s: “%(found)s” is no time zone, and the file does not say what it means."),
    "event_rule": _("%(title)s: it is repeated by “%(found)s”; only rules that go by days can be followed."),
    "event_crowd": _("%(title)s: %(found)s people are invited; at most 500 are read."),
    "event_cell": _("This is not how an event was written down."),
    "elsewhere": _("This touchpoint is recorded at another account."),
    "recorded_elsewhere": _("What this id stands for is recorded at another account."),
    "due_before_promised": _("It cannot be due before it was promised, on %(found)s."),
    "settled_before_promised": _("It cannot be settled before it was promised, on %(found)s."),
    "open_is_unsettled": _("An open one was not settled; say the state as well."),
    "before_last_step": _("This lies before the last step, of %(found)s."),
    "had_left": _("%(found)s had left by then."),
}

# What the rows of a file of another system become, where the name of their kind says too little.
USES: dict[str, Any] = {
    "owners": _("Users (owners)"),
    "members": _("Users (of account teams)"),
    "reporting_lines": _("Reporting lines"),
    "contact_roles": _("Roles in the decision"),
    "meetings": _("Meetings"),
    "calls_and_mails": _("Calls and mails"),
    "deals": _("Deals"),
    "opportunities": _("Opportunities (to reach their accounts)"),
}

LEFT_OUT: dict[str, Any] = {
    "alone": _("Nobody else invited"),
    "private": _("Private or confidential"),
    "future": _("Still to come"),
    "past": _("Longer ago than 18 months"),
    "answer": _("An answer to an invitation, not a meeting"),
    "internal": _("Among ourselves"),
    "strangers": _("Nobody of a customer we know"),
    "not_yours": _("At accounts you may not change"),
    "declined": _("Declined by all of ours"),
    "without_us": _("Nobody of ours invited"),
    "cancelled": _("Cancelled, and not recorded before"),
    "removed_here": _("Removed here by hand, so not brought back"),
    "unknown_ours": _("Of ours by their address, but no user here"),
    "unclear_domain": _("At a web domain that several accounts share"),
}

STOPS: dict[str, Any] = {
    "busy": _("Others were changing the same records all the time. What was done so far stands; you can go on."),
    "error": _("Something unexpected happened; it is in the log. What was done so far stands."),
    "conflict": _("What this import brought was changed since, so it was not undone. Nothing was taken back."),
}


def file_problem(code: str, params: Mapping[str, str]) -> str:
    """Why a file cannot be read."""
    return _filled(FILE_PROBLEMS[code], params)


def row_problem(code: str, params: Mapping[str, str]) -> str:
    """What is wrong with a row."""
    return _filled(ROW_PROBLEMS[code], params)


def _filled(words: Any, params: Mapping[str, str]) -> str:
    return str(words) % params if params else str(words)
