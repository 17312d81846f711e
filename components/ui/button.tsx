import clsx from "clsx"
import { Slot } from "radix-ui"
import type { ComponentProps, ReactNode } from "react"
import { Spinner } from "@/components/ui/spinner"

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger"
export type ButtonSize = "sm" | "md"

const variants: Record<ButtonVariant, string> = {
  primary: "border-accent bg-accent text-accent-ink hover:bg-accent/90",
  secondary: "border-line bg-surface text-text hover:border-line-strong hover:bg-raised",
  ghost: "border-transparent text-muted hover:bg-raised hover:text-text data-[state=open]:bg-raised",
  danger: "border-failed/40 bg-surface text-failed hover:border-failed hover:bg-failed/8",
}

const sizes: Record<ButtonSize, string> = {
  sm: "h-7 px-2 text-xs gap-1.5 pointer-coarse:h-9",
  md: "h-8 px-3 text-sm gap-2 pointer-coarse:h-10",
}

export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return clsx(
    "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
  )
}

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
