import clsx from "clsx"
import { Slot } from "radix-ui"
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
  /** Applies the style to its only child (a Link) instead of rendering a button. */
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
