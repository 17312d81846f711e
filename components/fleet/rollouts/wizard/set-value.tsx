import { useState } from "react"
import { noValues, type TypedValues } from "@/components/fleet/releases/values/value-fields"
import { readValues, writeValues } from "@/components/fleet/releases/values/values-text"
import type { SectionProps } from "@/components/fleet/rollouts/wizard/draft"
import { plainText } from "@/components/fleet/values/value-text"
import { Button } from "@/components/ui/button"
import { Segmented } from "@/components/ui/segmented"
import { TextField } from "@/components/ui/text-field"
import { lookUpValue, parseValuesPath, valuesWith } from "@/lib/fleet/values/values-path"

export default function SetValue({ draft, onDraft, problems }: SectionProps) {
  const [typed, setTyped] = useState(() => valueTyped(draft.set, draft.values))
  return (
    <section aria-label="Values for all releases" className="flex max-w-xl flex-col gap-2">
      <Segmented
        label="Change"
        value={draft.reset ? "reset" : "set"}
        onValueChange={(change) => onDraft({ reset: change === "reset" })}
        options={[
          { value: "set", label: "Set a value" },
          { value: "reset", label: "Reset to the default" },
        ]}
      />
      {draft.reset ? (
        <p className="text-sm">
          No release sets <span className="font-mono text-xs">{draft.set}</span> anymore, so the default of
          its chart version applies. Every release keeps its other values.
        </p>
      ) : (
        <TextField
          label={`New value of ${draft.set}`}
          error={problems.values}
          hint="As YAML, such as 512Mi, 3, true or [a, b]. Every release keeps its other values. Not stored in the URL."
          mono
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            onDraft({ values: valuesSetting(draft.set, event.target.value) })
          }}
        />
      )}
      <p>
        <Button size="sm" onClick={() => onDraft({ set: "", reset: false })}>
          Change other values instead
        </Button>
      </p>
    </section>
  )
}

/** The values, as YAML, that set the input at the path; empty while there is no input. */
export function valuesSetting(path: string, typed: string): TypedValues {
  const parsed = parseValuesPath(path)
  const value = typed.trim() === "" ? undefined : readValues(`value: ${typed}`).values?.value
  const values = "problem" in parsed || value === undefined ? null : valuesWith(parsed.path, value)
  return values === null ? noValues : { text: writeValues(values), values }
}

/** The input for these values; empty if they do not set the path. */
export function valueTyped(path: string, { values }: TypedValues): string {
  const parsed = parseValuesPath(path)
  const value = "problem" in parsed ? undefined : lookUpValue(values ?? {}, parsed.path)
  return value === undefined ? "" : plainText(JSON.stringify(value))
}
