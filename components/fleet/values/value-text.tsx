import { Lock } from "lucide-react"
import type { ValueAt } from "@/lib/fleet/values/schema"

type Shown = Pick<ValueAt, "isSet" | "value" | "default" | "defaultKnown" | "masked" | "valueId">

/** Texts that would look like another type without quotes. */
const otherType = /^(|~|null|true|false|yes|no|on|off|[-+.\d][-+.\d_:eExXa-fA-F]*)$/i

/** JSON as people write it in YAML: strings without quotes, unless they would look like another type. */
export function plainText(json: string): string {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === "string" && !otherType.test(value) && !/[\n"]/.test(value) ? value : json
  } catch {
    // Truncated.
    return json
  }
}

export function defaultLabel({
  default: value,
  defaultKnown,
}: Pick<Shown, "default" | "defaultKnown">): string {
  if (!defaultKnown) return "unknown"
  return value === null ? "none" : plainText(value)
}

/** The value as text, also for CSV; for a secret, a mark that is the same for equal secrets. */
export function valueLabel(shown: Shown): string {
  if (!shown.isSet) return "not set"
  const text = plainText(shown.value ?? "null")
  return shown.masked ? `${text} (${shown.valueId.slice(0, 4)})` : text
}

export function ValueText({ shown }: { shown: Shown }) {
  if (!shown.isSet) return <span className="text-muted">not set</span>
  return (
    <span
      className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle"
      title={valueLabel(shown)}
    >
      {shown.masked && (
        <>
          <Lock size={12} className="shrink-0 text-muted" />
          <span className="sr-only">Masked; equal marks are equal values: </span>
        </>
      )}
      <span className="truncate font-mono text-xs">{valueLabel(shown)}</span>
    </span>
  )
}
