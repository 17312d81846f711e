"use client"

import type { ValueField } from "@/components/fleet/releases/values/value-fields"
import { maskedValue, shownValue } from "@/components/fleet/releases/values/value-path"
import type { FieldControl } from "@/components/ui/field"
import { Select, TextField } from "@/components/ui/text-field"
import { resolveScalar } from "@/lib/platform/yaml/resolve-scalar"

interface ValueInputProps {
  field: ValueField
  control: FieldControl
  /** The value that is set; undefined: the chart's default. */
  value: unknown
  /** Undefined removes the value. */
  onValue: (value: unknown) => void
}

/** The input for one value. Empty means the chart's default. */
export function ValueInput({ field, control, value, onValue }: ValueInputProps) {
  if (field.kind === "boolean" || field.kind === "choice") {
    const listed = field.kind === "boolean" ? [true, false] : field.choices
    // A null that is set must be visible even if the schema does not list it.
    const choices = value === null && !listed.includes(null) ? [...listed, null] : listed
    return (
      <Select
        {...control}
        value={value === undefined ? "" : JSON.stringify(value)}
        onChange={(event) => {
          const chosen = choices.find((choice) => JSON.stringify(choice) === event.target.value)
          onValue(event.target.value === "" ? undefined : chosen)
        }}
        placeholder="Chart default"
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
 * A number when it is written as one; other input stays a string, which the chart's schema then rejects. While typing,
 * `1.0` may become `1.05`.
 */
function readTyped(text: string, numeric: boolean, done: boolean): unknown {
  if (text === "") return undefined
  // Parsed as in the values' YAML, where 0400 is octal.
  const { value } = resolveScalar(text.trim(), null)
  const isNumber = numeric && typeof value === "number" && Number.isFinite(value)
  return isNumber && (done || String(value) === text) ? value : text
}

/** Shows dots; a masked value is kept unless the user types a new one. */
function SecretInput({ field, control, value, onValue }: ValueInputProps) {
  const kept = value === maskedValue
  return (
    <TextField
      {...control}
      mono
      type="password"
      autoComplete="new-password"
      placeholder={kept ? maskedValue : field.fallback === undefined ? "" : "Chart default"}
      value={typeof value === "string" && !kept ? value : ""}
      onChange={(event) => onValue(event.target.value === "" ? undefined : event.target.value)}
    />
  )
}
