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
}

export function Button({ variant, size, loading, icon, className, children, ...rest }: ButtonProps) {
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
