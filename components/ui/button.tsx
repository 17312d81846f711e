import clsx from "clsx"
import type { ComponentProps, ReactNode } from "react"
import { type ButtonSize, type ButtonVariant, buttonClass } from "@/components/ui/button-class"
import { PageLink } from "@/components/ui/page-link"
import { Spinner } from "@/components/ui/spinner"

interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Keeps its size, shows a spinner and ignores further clicks. */
  loading?: boolean
  icon?: ReactNode
  /** The row that it acts on, whose name only screen readers say: "Edit prod". Such a button is small and quiet. */
  of?: string
}

export function Button({ of, loading, icon, className, children, ...props }: ButtonProps) {
  const isOfRow = of !== undefined
  const { variant = isOfRow ? "ghost" : "secondary", size = isOfRow ? "sm" : "md", ...rest } = props
  return (
    <button
      type="button"
      className={clsx(buttonClass(variant, size), className)}
      {...rest}
      aria-busy={loading || undefined}
      aria-disabled={loading || rest["aria-disabled"]}
      onClick={loading ? (event) => event.preventDefault() : rest.onClick}
    >
      {loading ? <Spinner /> : icon}
      {children}
      {isOfRow && <span className="sr-only"> {of}</span>}
    </button>
  )
}

interface ButtonLinkProps extends ComponentProps<typeof PageLink> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: ReactNode
}

export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <PageLink {...rest} className={clsx(buttonClass(variant, size), className)}>
      {icon}
      {children}
    </PageLink>
  )
}
