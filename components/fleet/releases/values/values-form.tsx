import { RotateCcw } from "lucide-react"
import {
  maskedValue,
  shownValue,
  type ValueField,
  type ValuePath,
  type Values,
  valueAt,
} from "@/components/fleet/releases/values/value-fields"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Field, type FieldControl } from "@/components/ui/field"
import { IconButton } from "@/components/ui/icon-button"
import { Select, TextField } from "@/components/ui/text-field"
import { resolveScalar } from "@/lib/platform/yaml/resolve-scalar"

interface ValuesFormProps {
  fields: readonly ValueField[]
  values: Values
  /** The current values of the release; null for an install. */
  current: Values | null
  onValue: (path: ValuePath, value: unknown) => void
  onYaml: () => void
  problem: (pointer: string) => string | undefined
}

export function ValuesForm(props: ValuesFormProps) {
  const { fields, current } = props
  if (fields.length === 0) {
    return <p className="text-sm text-muted">This chart defines no values. Write your own as YAML.</p>
  }
  const columns =
    current === null
      ? "md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,5fr)]"
      : "md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,3fr)_minmax(0,5fr)]"
  return (
    <div className="rounded-md border border-line bg-surface">
      <div
        aria-hidden="true"
        className={`grid h-8 items-center gap-4 border-b border-line px-3 text-xs font-medium text-muted max-md:hidden ${columns}`}
      >
        <span>Value</span>
        <span>Default</span>
        {current !== null && <span>Current</span>}
        <span>New</span>
      </div>
      <ul>
        {fields.map((field) => (
          <li
            key={field.key}
            className={`grid gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-0 ${columns}`}
          >
            <ValueRow {...props} field={field} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function ValueRow({
  field,
  values,
  current,
  onValue,
  onYaml,
  problem,
}: ValuesFormProps & { field: ValueField }) {
  const value = valueAt(values, field.path)
  const before = current === null ? undefined : valueAt(current, field.path)
  const name = field.path.join(".")
  return (
    <>
      <div className="min-w-0 md:pt-1.5">
        <p className="text-sm break-words">
          <span className="font-mono text-xs">{name}</span>
          {field.required && <span className="text-xs text-pending"> required</span>}
        </p>
        {(field.description ?? (field.label !== field.path.at(-1) ? field.label : null)) && (
          <p className="text-xs text-muted">{field.description ?? field.label}</p>
        )}
      </div>
      <KnownValue label="Default" value={field.secret && field.fallback ? maskedValue : field.fallback} />
      {current !== null && (
        <KnownValue label="Current" value={field.secret && before ? maskedValue : before} />
      )}
      <div className="flex min-w-0 items-start gap-1">
        {field.kind === "yaml" ? (
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <span className="truncate pt-1.5 font-mono text-xs text-muted">
              {value === undefined ? "Chart default" : shownValue(value)}
            </span>
            {problem(field.key) && <p className="text-xs text-failed">{problem(field.key)}</p>}
            <Button size="sm" onClick={onYaml} className="self-start">
              Edit as YAML<span className="sr-only">: {name}</span>
            </Button>
          </div>
        ) : (
          <Field
            label={`New value of ${name}`}
            error={problem(field.key)}
            hint={<KeptValue value={value} before={before} />}
            className="min-w-0 flex-1 [&>label]:sr-only"
          >
            {(control) => (
              <ValueInput
                field={field}
                control={control}
                value={value}
                onValue={(next) => onValue(field.path, next)}
              />
            )}
          </Field>
        )}
        {JSON.stringify(value) !== JSON.stringify(before) && (
          <IconButton
            label={before === undefined ? `Reset ${name} to the chart default` : `Keep the current ${name}`}
            onClick={() => onValue(field.path, before)}
          >
            <RotateCcw size={13} />
          </IconButton>
        )}
      </div>
    </>
  )
}

/** Marks a null value, and shows whether a hidden secret is kept or replaced. */
function KeptValue({ value, before }: { value: unknown; before: unknown }) {
  if (value === null) return <Badge tone="pending">null: the chart's value is removed</Badge>
  if (value === maskedValue) return <Badge>Unchanged</Badge>
  if (before === maskedValue) {
    return <Badge tone="pending">{value === undefined ? "Removed" : "Replaced"}</Badge>
  }
  return null
}

function KnownValue({ label, value }: { label: string; value: unknown }) {
  return (
    <p className="min-w-0 truncate font-mono text-xs text-muted md:pt-2" title={shownValue(value)}>
      <span className="font-sans md:sr-only">{label}: </span>
      {shownValue(value)}
    </p>
  )
}

interface ValueInputProps {
  field: ValueField
  control: FieldControl
  /** The value that is set; undefined: the chart's default. */
  value: unknown
  /** Undefined removes the value. */
  onValue: (value: unknown) => void
}

function ValueInput({ field, control, value, onValue }: ValueInputProps) {
  if (field.kind === "boolean" || field.kind === "choice") {
    const options = field.kind === "boolean" ? [true, false] : field.choices
    // A null that is set must be visible even if the schema does not list it.
    const choices = value === null && !options.includes(null) ? [...options, null] : options
    return (
      <Select
        {...control}
        value={value === undefined ? "" : JSON.stringify(value)}
        onChange={(event) => {
          const chosen = choices.find((choice) => JSON.stringify(choice) === event.target.value)
          onValue(event.target.value === "" ? undefined : chosen)
        }}
        none="Chart default"
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
function readTyped(text: string, numeric: boolean, isFinal: boolean): unknown {
  if (text === "") return undefined
  // Parsed as in the values' YAML, where 0400 is octal.
  const { value } = resolveScalar(text.trim(), null)
  const isNumber = numeric && typeof value === "number" && Number.isFinite(value)
  return isNumber && (isFinal || String(value) === text) ? value : text
}

/** Shows dots; a masked value is kept unless the user types a new one. */
function SecretInput({ field, control, value, onValue }: ValueInputProps) {
  const isKept = value === maskedValue
  return (
    <TextField
      {...control}
      mono
      type="password"
      autoComplete="new-password"
      placeholder={isKept ? maskedValue : field.fallback === undefined ? "" : "Chart default"}
      value={typeof value === "string" && !isKept ? value : ""}
      onChange={(event) => onValue(event.target.value === "" ? undefined : event.target.value)}
    />
  )
}
