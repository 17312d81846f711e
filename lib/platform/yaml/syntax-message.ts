import type { ErrorCode } from "yaml"

const messages: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "An alias cannot have an anchor or a tag.",
  BAD_ALIAS: "This alias or anchor has no valid name.",
  BAD_DIRECTIVE: "This directive is not supported.",
  BAD_DQ_ESCAPE: "The quoted text contains an unknown escape sequence.",
  BAD_INDENT: "The indentation does not match the lines around it.",
  BAD_PROP_ORDER: "Anchors and tags must come after the indicator.",
  BAD_SCALAR_START: "A value cannot start with this character; put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A value cannot be followed by another key on the same line; use a new line or quotes.",
  BLOCK_IN_FLOW: "An indented block cannot be inside [ ] or { }.",
  KEY_OVER_1024_CHARS: "This key is too long.",
  MISSING_CHAR: "Something is missing here: a colon after a key, or a closing quote or bracket.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line, followed by a colon.",
  MULTIPLE_ANCHORS: "A value can have only one anchor.",
  MULTIPLE_TAGS: "A value can have only one tag.",
  RESOURCE_EXHAUSTION: "Maps and lists are nested too many levels deep.",
  TAB_AS_INDENT: "Tabs cannot be used for indentation; use spaces.",
  TAG_RESOLVE_FAILED: "The tag does not fit the value.",
  UNEXPECTED_TOKEN: "Unexpected token.",
}

export const syntaxMessage = (code: ErrorCode): string => messages[code] ?? "This is not valid YAML."
