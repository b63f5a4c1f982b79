"""Readings, answers and changes -> text in a form that people or programs use; some forms are read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.formats.added import tally_told as tally_told
    from sayso.formats.answers import (
        happening_urn as happening_urn,
        moment as moment,
        place_of as place_of,
        statement_urn as statement_urn,
        urn as urn,
    )
    from sayso.formats.brat_edits import edited_texts as edited_texts
    from sayso.formats.brat_reading import read_brat as read_brat
    from sayso.formats.calendar import (
        dated as dated,
        write_calendar as write_calendar,
        write_events_calendar as write_events_calendar,
        write_ledger_calendar as write_ledger_calendar,
    )
    from sayso.formats.charts import svg as svg, write_bars as write_bars, write_line as write_line
    from sayso.formats.checks import (
        CHECK_COLUMNS as CHECK_COLUMNS,
        CheckedText as CheckedText,
        check_cells as check_cells,
        check_summary as check_summary,
        check_to_json as check_to_json,
        write_checks as write_checks,
        write_checks_csv as write_checks_csv,
        write_checks_json as write_checks_json,
        write_checks_jsonl as write_checks_jsonl,
    )
    from sayso.formats.comparison_html import (
        comparison_shown as comparison_shown,
        write_comparison_html as write_comparison_html,
    )
    from sayso.formats.comparison_json import (
        COMPARISON_COLUMNS as COMPARISON_COLUMNS,
        comparison_cells as comparison_cells,
        comparison_to_json as comparison_to_json,
        write_comparison_csv as write_comparison_csv,
        write_comparison_json as write_comparison_json,
    )
    from sayso.formats.comparison_text import write_comparison as write_comparison
    from sayso.formats.counts import (
        PERIODS as PERIODS,
        Asked as Asked,
        Count as Count,
        Field as Field,
        TooManyError as TooManyError,
        apart as apart,
        count_label as count_label,
        count_title as count_title,
        counts_to_json as counts_to_json,
        crossings_to_json as crossings_to_json,
        filled as filled,
        none_told as none_told,
        write_counts_csv as write_counts_csv,
        write_counts_jsonl as write_counts_jsonl,
        write_crossings_csv as write_crossings_csv,
        write_crossings_jsonl as write_crossings_jsonl,
    )
    from sayso.formats.crossings import write_crossings as write_crossings
    from sayso.formats.csv import (
        STATEMENT_COLUMNS as STATEMENT_COLUMNS,
        read_csv as read_csv,
        statement_rows as statement_rows,
    )
    from sayso.formats.doubtful import beside_doubt as beside_doubt
    from sayso.formats.endings import check_ending as check_ending, format_of as format_of
    from sayso.formats.events import (
        event_counts_to_json as event_counts_to_json,
        event_lines as event_lines,
        events_to_json as events_to_json,
        write_events as write_events,
        write_events_csv as write_events_csv,
        write_events_jsonl as write_events_jsonl,
    )
    from sayso.formats.exports import export as export, text_writer as text_writer
    from sayso.formats.facts import bare_input as bare_input, day as day, web_address as web_address
    from sayso.formats.fragments import to_html as to_html
    from sayso.formats.happenings import VERBS as VERBS, WEAKER as WEAKER, days as days, joined as joined
    from sayso.formats.histories import place_among as place_among, reach as reach
    from sayso.formats.history_html import write_history_html as write_history_html
    from sayso.formats.history_json import write_history_json as write_history_json
    from sayso.formats.history_text import write_history_text as write_history_text
    from sayso.formats.hits import (
        HIT_COLUMNS as HIT_COLUMNS,
        cells_of as cells_of,
        day_of as day_of,
        hit_lines as hit_lines,
        hits_to_json as hits_to_json,
        marked_content as marked_content,
        nothing_found as nothing_found,
        where_among as where_among,
        write_hits as write_hits,
        write_hits_csv as write_hits_csv,
        write_hits_jsonl as write_hits_jsonl,
        write_hits_lines as write_hits_lines,
    )
    from sayso.formats.json import dumps as dumps, from_json as from_json, to_json as to_json
    from sayso.formats.judgements import (
        read_answers as read_answers,
        report_to_json as report_to_json,
        sentence_of as sentence_of,
        share_told as share_told,
        write_report as write_report,
        write_report_csv as write_report_csv,
        write_sample as write_sample,
    )
    from sayso.formats.kept import kept_to_json as kept_to_json, read_kept as read_kept
    from sayso.formats.ledger import (
        STANDINGS as STANDINGS,
        ledger_counts_to_json as ledger_counts_to_json,
        ledger_to_json as ledger_to_json,
        undertaking_lines as undertaking_lines,
        write_ledger as write_ledger,
        write_ledger_csv as write_ledger_csv,
        write_ledger_jsonl as write_ledger_jsonl,
    )
    from sayso.formats.listed import listed_hit as listed_hit, listed_state as listed_state
    from sayso.formats.offsets import from_offsets as from_offsets
    from sayso.formats.parquet import pyarrow_modules as pyarrow_modules
    from sayso.formats.parties import (
        Portrait as Portrait,
        corrections_to_json as corrections_to_json,
        in_words as in_words,
        parties_to_json as parties_to_json,
        portrait_to_json as portrait_to_json,
        write_corrections as write_corrections,
        write_parties as write_parties,
        write_portrait as write_portrait,
    )
    from sayso.formats.quoted_html import (
        check_shown as check_shown,
        saying_shown as saying_shown,
        write_checks_html as write_checks_html,
        write_trace_html as write_trace_html,
    )
    from sayso.formats.quoted_words import not_found as not_found
    from sayso.formats.readings import FORMATS as FORMATS, Writer as Writer
    from sayso.formats.removals import (
        counted_loss as counted_loss,
        removals_to_json as removals_to_json,
        write_loss as write_loss,
        write_removals as write_removals,
    )
    from sayso.formats.rows import painted as painted
    from sayso.formats.schema_org import quotation_json as quotation_json
    from sayso.formats.schemas import schema as schema, schema_at as schema_at, schema_text as schema_text
    from sayso.formats.sections import begun as begun
    from sayso.formats.shown import (
        write_shown as write_shown,
        write_shown_html as write_shown_html,
        write_shown_json as write_shown_json,
    )
    from sayso.formats.text import write_text as write_text
    from sayso.formats.traces import (
        TRACE_COLUMNS as TRACE_COLUMNS,
        trace_cells as trace_cells,
        trace_to_json as trace_to_json,
        write_trace as write_trace,
        write_trace_csv as write_trace_csv,
        write_trace_json as write_trace_json,
    )
    from sayso.formats.unsaid import beside_act as beside_act, left_out as left_out
    from sayso.formats.watches import (
        command_of as command_of,
        looks_to_json as looks_to_json,
        since_when as since_when,
        watches_to_json as watches_to_json,
        write_looks as write_looks,
        write_looks_jsonl as write_looks_jsonl,
        write_watches as write_watches,
    )
    from sayso.formats.web_pages import (
        case_page as case_page,
        case_sheet as case_sheet,
        web_feed as web_feed,
        web_page as web_page,
    )
    from sayso.formats.web_texts import (
        statement_shown as statement_shown,
        text_shown as text_shown,
        versions_shown as versions_shown,
        web_sheet as web_sheet,
    )
    from sayso.formats.xlsx import CellError as CellError, sheets as sheets

__getattr__ = front_door(
    __name__,
    {
        "readings": "FORMATS Writer",
        "added": "tally_told",
        "sections": "begun",
        "text": "write_text",
        "judgements": "read_answers report_to_json sentence_of share_told write_report write_report_csv write_sample",
        "json": "dumps from_json to_json",
        "parquet": "pyarrow_modules",
        "hits": "HIT_COLUMNS cells_of day_of hit_lines hits_to_json marked_content nothing_found where_among"
        " write_hits write_hits_csv write_hits_jsonl write_hits_lines",
        "happenings": "VERBS WEAKER days joined",
        "events": "event_counts_to_json event_lines events_to_json write_events write_events_csv write_events_jsonl",
        "ledger": "STANDINGS ledger_counts_to_json ledger_to_json undertaking_lines write_ledger write_ledger_csv"
        " write_ledger_jsonl",
        "fragments": "to_html",
        "histories": "place_among reach",
        "calendar": "dated write_calendar write_events_calendar write_ledger_calendar",
        "counts": "PERIODS Asked Count Field TooManyError apart count_label count_title counts_to_json"
        " crossings_to_json filled none_told write_counts_csv write_counts_jsonl write_crossings_csv write_crossings_jsonl",
        "charts": "svg write_bars write_line",
        "crossings": "write_crossings",
        "doubtful": "beside_doubt",
        "parties": "Portrait corrections_to_json in_words parties_to_json portrait_to_json"
        " write_corrections write_parties write_portrait",
        "removals": "counted_loss removals_to_json write_loss write_removals",
        "schemas": "schema schema_at schema_text",
        "shown": "write_shown write_shown_html write_shown_json",
        "watches": "command_of looks_to_json since_when watches_to_json write_looks write_looks_jsonl write_watches",
        "web_pages": "case_page case_sheet web_feed web_page",
        "web_texts": "statement_shown text_shown versions_shown web_sheet",
        "schema_org": "quotation_json",
        "comparison_html": "comparison_shown write_comparison_html",
        "comparison_json": "COMPARISON_COLUMNS comparison_cells comparison_to_json write_comparison_csv write_comparison_json",
        "comparison_text": "write_comparison",
        "history_html": "write_history_html",
        "history_json": "write_history_json",
        "history_text": "write_history_text",
        "answers": "happening_urn moment place_of statement_urn urn",
        "facts": "bare_input day web_address",
        "quoted_words": "not_found",
        "traces": "TRACE_COLUMNS trace_cells trace_to_json write_trace write_trace_csv write_trace_json",
        "checks": "CHECK_COLUMNS CheckedText check_cells check_summary check_to_json write_checks write_checks_csv"
        " write_checks_json write_checks_jsonl",
        "quoted_html": "check_shown saying_shown write_checks_html write_trace_html",
        "endings": "check_ending format_of",
        "exports": "export text_writer",
        "xlsx": "CellError sheets",
        "rows": "painted",
        "unsaid": "beside_act left_out",
        "csv": "STATEMENT_COLUMNS read_csv statement_rows",
        "brat_edits": "edited_texts",
        "brat_reading": "read_brat",
        "listed": "listed_hit listed_state",
        "offsets": "from_offsets",
        "kept": "kept_to_json read_kept",
    },
)
