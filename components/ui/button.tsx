import clsx from "clsx"
import { Slot } from "radix-ui"
import type { ComponentProps, ReactNode } from "react"
import { type ButtonSize, type ButtonVariant, buttonClass } from "@/components/ui/button-class"
import { Spinner } from "@/components/ui/spinner"

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Keeps its size, shows that it works and takes no second press. */
  loading?: boolean
  icon?: ReactNode
  /** Gives its looks to the one child (a Link) instead of a button of its own. */
  asChild?: boolean
}

export function Button({ variant, size, loading, icon, asChild, className, children, ...rest }: ButtonProps) {
  const looks = clsx(buttonClass(variant, size), className)
  if (asChild) {
    return (
      <Slot.Root className={looks} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type="button"
      className={looks}
      {...rest}
      aria-busy={loading || undefined}
      aria-disabled={loading || rest["aria-disabled"]}
      onClick={loading ? (event) => event.preventDefault() : rest.onClick}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  )
}
