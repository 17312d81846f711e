"use client"

import type { ValueField } from "@/components/fleet/releases/values/value-fields"
import { maskedValue, shownValue } from "@/components/fleet/releases/values/value-path"
import type { FieldControl } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { TextField } from "@/components/ui/text-field"
import { resolveScalar } from "@/lib/platform/yaml/resolve-scalar"

interface ValueInputProps {
  field: ValueField
  control: FieldControl
  /** What stands in the values; undefined: the chart's own. */
  value: unknown
  /** Undefined takes it out of the values. */
  onValue: (value: unknown) => void
}

/** The control of one value. Empty means: as the chart has it. */
export function ValueInput({ field, control, value, onValue }: ValueInputProps) {
  if (field.kind === "boolean" || field.kind === "choice") {
    const listed = field.kind === "boolean" ? [true, false] : field.choices
    // A null that is there must be seen, whether the schema lists it or not.
    const choices = value === null && !listed.includes(null) ? [...listed, null] : listed
    return (
      <Select
        {...control}
        value={value === undefined ? "" : JSON.stringify(value)}
        onChange={(event) => {
          const chosen = choices.find((choice) => JSON.stringify(choice) === event.target.value)
          onValue(event.target.value === "" ? undefined : chosen)
        }}
        placeholder="As the chart has it"
        options={choices.map((choice) => ({ value: JSON.stringify(choice), label: shownValue(choice) }))}
      />
    )
  }
  if (field.secret || value === maskedValue) return <SecretInput {...{ field, control, value, onValue }} />
  const numeric = field.kind === "number" || field.kind === "integer"
  return (
    <TextField
      {...control}
      mono
      inputMode={numeric ? "decimal" : undefined}
      value={typeof value === "string" || typeof value === "number" ? String(value) : ""}
      placeholder={value === null ? "null" : undefined}
      onChange={(event) => onValue(readTyped(event.target.value, numeric, false))}
      onBlur={(event) => {
        const typed = readTyped(event.target.value, numeric, true)
        if (typed !== value && typed !== undefined) onValue(typed)
      }}
    />
  )
}

/**
 * A number where it is written as one; anything else stays text, and the chart's schema says what is wrong with it.
 * While typing, `1.0` may be on its way to `1.05`.
 */
function readTyped(text: string, numeric: boolean, done: boolean): unknown {
  if (text === "") return undefined
  // The same number as in the YAML of the values: 0400 is octal there.
  const { value } = resolveScalar(text.trim(), null)
  const isNumber = numeric && typeof value === "number" && Number.isFinite(value)
  return isNumber && (done || String(value) === text) ? value : text
}

/** Shows dots; one that was masked is kept unless something is typed. */
function SecretInput({ field, control, value, onValue }: ValueInputProps) {
  const kept = value === maskedValue
  return (
    <TextField
      {...control}
      mono
      type="password"
      autoComplete="new-password"
      placeholder={kept ? maskedValue : field.fallback === undefined ? "" : "As the chart has it"}
      value={typeof value === "string" && !kept ? value : ""}
      onChange={(event) => onValue(event.target.value === "" ? undefined : event.target.value)}
    />
  )
}
