import type { ChangeEvent } from "react"
import { ApiError } from "@/lib/web/client/api-error"

type Problems<Field extends string> = Partial<Record<Field, string>>

/** The common props of the controls of a form with a draft, by field name. */
export function bindDraft<Draft extends object>(
  draft: Draft,
  onDraft: (change: Partial<Draft>) => void,
  problems: Problems<string> = {},
) {
  const change = (name: keyof Draft, value: unknown) => onDraft({ [name]: value } as Partial<Draft>)
  return {
    text: (name: keyof Draft & string) => ({
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

/** The messages of an API error by draft field; `names` maps the API's names. */
export function problemsByField<Field extends string>(
  error: unknown,
  names: Record<Field, string>,
): Problems<Field> {
  const fields = error instanceof ApiError ? error.fields : []
  const fieldErrors = Object.entries<string>(names).flatMap(([field, name]) => {
    const fieldError = fields.find(({ pointer }) => `${pointer}/`.startsWith(`/${name}/`))
    return fieldError === undefined ? [] : [[field, fieldError.message]]
  })
  return Object.fromEntries(fieldErrors)
}

/** Runs after the render that marks the invalid fields. */
export function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() =>
    (
      form.querySelector<HTMLElement>("[aria-invalid=true]") ??
      form.querySelector<HTMLElement>("[role=combobox]")
    )?.focus(),
  )
}
