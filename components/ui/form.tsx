import clsx from "clsx"
import { type ComponentProps, useState } from "react"
import { FormError, FormProblem, MarkedFields } from "@/components/ui/form-error"

export interface FormAction<Body> {
  mutateAsync: (body: Body) => Promise<unknown>
  isPending: boolean
  error: unknown
}

interface FormProps<Body> extends Omit<ComponentProps<"form">, "action" | "onSubmit"> {
  action: FormAction<Body>
  /** The body to send; null sends nothing, because the form shows what is missing. */
  read: (form: FormData) => Body | null
  onDone?: () => void
  onRejected?: () => void
}

/** A form that shows why it was rejected, both above the form and at the affected fields. */
export function Form<Body>(props: FormProps<Body>) {
  const { action, read, onDone, onRejected, className, children, ...rest } = props
  const [marked] = useState(() => new Set<string>())
  return (
    <form
      {...rest}
      onSubmit={(event) => {
        event.preventDefault()
        if (action.isPending) return
        const body = read(new FormData(event.currentTarget))
        // Uses the promise, because the callbacks of `mutate` are dropped when the change removes this form from the
        // page.
        if (body !== null)
          action.mutateAsync(body).then(
            () => onDone?.(),
            () => onRejected?.(),
          )
      }}
      className={clsx("flex flex-col gap-4", className)}
    >
      <FormError error={action.error} marked={marked} />
      <MarkedFields value={marked}>
        <FormProblem value={action.error}>{children}</FormProblem>
      </MarkedFields>
    </form>
  )
}
