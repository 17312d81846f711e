"use client"

import { CircleAlert } from "lucide-react"
import { createContext, use, useEffect, useRef } from "react"
import { fieldAndFault } from "@/lib/platform/pointer"
import { ApiError } from "@/lib/web/client/api-error"

/** Why a form submission failed: the problem's detail and the field messages. Receives focus when it appears. */
export function FormError({ error }: { error: unknown }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) box.current?.focus()
  }, [error])
  if (!error) return null

  const message = error instanceof Error ? error.message : "Something went wrong. Nothing was changed."
  // Field messages already contained in the detail are not repeated.
  const fields =
    error instanceof ApiError ? error.fields.filter((field) => !message.includes(field.message)) : []
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="flex gap-2 rounded-md border border-failed/40 bg-failed/8 px-3 py-2 text-sm outline-none"
    >
      <CircleAlert size={16} className="mt-0.5 shrink-0 text-failed" />
      <div className="min-w-0">
        <p>{message}</p>
        {fields.length > 0 && (
          <ul className="mt-1 text-xs text-muted">
            {fields.map(({ pointer, message }) => {
              const [field, fault] = fieldAndFault(pointer, message)
              return (
                <li key={pointer + message}>
                  <code className="font-mono text-text">{field.replace(/^valuesOverride\./, "")}</code>
                  {fault}
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </div>
  )
}

/** Why the form around a field was rejected. */
export const FormProblem = createContext<unknown>(null)

/** The message for the field of this name, or for a part of it. */
export function useFieldError(name: string | undefined): string | undefined {
  const problem = use(FormProblem)
  if (name === undefined || !(problem instanceof ApiError)) return undefined
  return problem.fields.find(({ pointer }) => `${pointer}/`.startsWith(`/${name}/`))?.message
}
