import type { ChangeEvent } from "react"

/** The common props of the controls of a form with a draft, by field name. */
export function bindDraft<Draft extends object>(
  draft: Draft,
  onDraft: (change: Partial<Draft>) => void,
  problems: Partial<Record<string, string>> = {},
) {
  const change = (name: keyof Draft, value: unknown) => onDraft({ [name]: value } as Partial<Draft>)
  return {
    text: (name: keyof Draft & string) => ({
      name,
      value: String(draft[name]),
      error: problems[name],
      onChange: (event: ChangeEvent<HTMLInputElement>) => change(name, event.target.value),
    }),
    check: (name: keyof Draft) => ({
      checked: draft[name] === true,
      onChange: (event: ChangeEvent<HTMLInputElement>) => change(name, event.target.checked),
    }),
  }
}

export function isWhole(text: string, min: number, max: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max
}

const maxTimeoutSeconds = 3600
export const isTimeout = (text: string) => isWhole(text, 1, maxTimeoutSeconds)
export const timeoutProblem = `Enter whole seconds from 1 to ${maxTimeoutSeconds}.`

/** Runs after the render that marks the invalid fields. */
export function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() =>
    (
      form.querySelector<HTMLElement>("[aria-invalid=true]") ??
      form.querySelector<HTMLElement>("[role=combobox]")
    )?.focus(),
  )
}
