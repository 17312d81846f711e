import type { FormEvent } from "react"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { localInput } from "@/components/ui/local-time"
import { TextField } from "@/components/ui/text-field"

/** A filter that is entered under "More" or, if `linked`, only set by links; both can be removed once set. */
export interface DetailFilter<Name extends string = string> {
  kind: "detail"
  name: Name
  label: string
  type?: "text" | "code" | "commit" | "time" | "switch"
  linked?: boolean
  /** Formats the value; by default unchanged, and times in the viewer's time zone. */
  show?: (value: string) => string
}

export interface MoreFiltersProps {
  filters: readonly DetailFilter[]
  textOf: (name: string) => string
  onApply: (change: Record<string, string | null>) => void
}

export default function MoreFiltersForm({ filters, textOf, onApply }: MoreFiltersProps) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const entries = filters.map(({ name, type }) => {
      const text = String(form.get(name) ?? "").trim()
      return [name, text === "" ? null : type === "time" ? new Date(text).toISOString() : text]
    })
    onApply(Object.fromEntries(entries))
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {filters.map(({ name, label, type }) =>
        type === "switch" ? (
          <Checkbox key={name} name={name} value="true" defaultChecked={textOf(name) !== ""} label={label} />
        ) : (
          <TextField
            key={name}
            label={label}
            name={name}
            mono={type === "code" || type === "commit"}
            type={type === "time" ? "datetime-local" : "text"}
            defaultValue={type === "time" ? localTime(textOf(name)) : textOf(name)}
            {...(type === "commit" && {
              pattern: "[0-9a-fA-F]{7,64}",
              title: "Enter at least the first 7 hexadecimal digits",
            })}
          />
        ),
      )}
      <Button type="submit" variant="primary">
        Apply
      </Button>
    </form>
  )
}

/** An instant from the URL for a datetime-local field; empty if invalid. */
function localTime(instant: string): string {
  return Number.isNaN(Date.parse(instant)) ? "" : localInput(new Date(instant))
}
