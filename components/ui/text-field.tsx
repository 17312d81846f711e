import clsx from "clsx"
import { ChevronsUpDown } from "lucide-react"
import type { ComponentProps, ReactNode } from "react"
import { Field, type FieldControl } from "@/components/ui/field"
import { inputClass } from "@/components/ui/input-class"

interface Labeled {
  /** Without a label the control needs its own accessible name. */
  label?: string
  hint?: ReactNode
  error?: string
  optional?: boolean
  fieldClassName?: string
}

function inField<Props extends Labeled & { name?: string }>(
  { label, hint, error, optional, fieldClassName, ...control }: Props,
  render: (control: Omit<Props, keyof Labeled> & Partial<FieldControl>) => ReactNode,
) {
  if (label === undefined) return render(control)
  return (
    <Field {...{ label, hint, error, optional }} name={control.name} className={fieldClassName}>
      {(associated) => render({ ...control, ...associated })}
    </Field>
  )
}

interface TextFieldProps extends ComponentProps<"input">, Labeled {
  /** Uses the monospace font, for tags, commits and tokens. */
  mono?: boolean
}

export function TextField(props: TextFieldProps) {
  return inField(props, ({ mono, className, ...rest }) => (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={clsx(inputClass, "read-only:bg-raised", mono && "font-mono", className)}
    />
  ))
}

export function TextArea(props: ComponentProps<"textarea"> & Labeled & { mono?: boolean }) {
  return inField(props, ({ mono, className, ...rest }) => (
    <textarea
      rows={3}
      {...rest}
      className={clsx(
        inputClass,
        "h-auto min-h-16 py-1.5 pointer-coarse:h-auto!",
        mono && "font-mono",
        className,
      )}
    />
  ))
}

interface SelectProps extends Omit<ComponentProps<"select">, "children">, Labeled {
  options: readonly (string | { value: string; label: string; disabled?: boolean })[]
  /** Shown while nothing is selected in a required field. */
  placeholder?: string
  none?: string
}

/** A native select, which phones and screen readers support well. */
export function Select(props: SelectProps) {
  return inField(props, ({ options, placeholder, none, className, ...rest }) => (
    <div className={clsx("relative", className)}>
      <select {...rest} className={clsx(inputClass, "appearance-none pr-8 text-ellipsis")}>
        {placeholder !== undefined && (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => {
          if (typeof option === "string") return <option key={option}>{option}</option>
          const { label, ...attributes } = option
          return (
            <option key={option.value} {...attributes}>
              {label}
            </option>
          )
        })}
      </select>
      <ChevronsUpDown
        size={13}
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </div>
  ))
}
