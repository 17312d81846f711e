import clsx from "clsx"
import type { ComponentProps } from "react"
import { inputClass } from "@/components/ui/input-class"

export interface TextFieldProps extends ComponentProps<"input"> {
  /** For tags, commits and tokens. */
  mono?: boolean
}

export function TextField({ mono, className, ...rest }: TextFieldProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={clsx(inputClass, "read-only:bg-raised", mono && "font-mono", className)}
    />
  )
}

export function TextArea({ mono, className, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={clsx(inputClass, "h-auto min-h-16 py-1.5", mono && "font-mono", className)}
    />
  )
}
