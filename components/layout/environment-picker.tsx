"use client"

import { useQueryState } from "nuqs"
import { Picker } from "@/components/ui/picker"

export interface EnvironmentPickerProps {
  /** Names in rank order. */
  environments: readonly string[]
  /** What no choice is called, when the page can show all. Without it one is always chosen: the last (production). */
  all?: string
  /** Chosen when the URL says nothing and there is no `all`. */
  fallback?: string
}

/** The environment in `?environment=`; the same value as `useEnvironment`. */
export function EnvironmentPicker({ environments, all, fallback }: EnvironmentPickerProps) {
  const [environment, setEnvironment] = useQueryState("environment")
  const value = environment ?? (all === undefined ? (fallback ?? environments.at(-1) ?? "") : "")
  const options = environments.map((name) => ({ value: name, label: name }))
  return (
    <Picker
      label="Environment"
      value={value}
      onValueChange={(next) => void setEnvironment(next || null, { history: "push", shallow: false })}
      options={all === undefined ? options : [{ value: "", label: all }, ...options]}
    />
  )
}
