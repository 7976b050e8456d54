import { Button, Stack, Text } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Session } from '../../shared/protocol/shapes.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { leftWrong } from '../ui/left-wrong.ts'
import { Note } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { texts } from '../ui/texts.ts'
import { useTitle } from '../ui/use-title.ts'
import type { Errors } from './credentials.ts'
import { type Asking, useAsking } from './use-asking.ts'

export interface AccountFormProps<Typed> {
  texts: { title: string; help?: string; button: string }
  /** The route that signs in. */
  path: string
  /** What is wrong with what was typed, by field; nothing is sent then. */
  errorsIn?: (typed: Typed) => Errors<Typed>
  /** What is sent; the fields themselves when absent. */
  bodyOf?: (typed: Typed) => unknown
  /** What is sent after signing in, before the page is left. */
  afterwards?: { path: string; body: unknown }
  /** The page to load afterwards. */
  next?: string | undefined
  /** Links below the form. */
  ways?: ReactNode
  /** The fields, whose names are the keys of `Typed`. */
  children: (errors: Errors<Typed>) => ReactNode
}

/** A form on a page of its own that signs in: fields, an error message, one button. */
export function AccountForm<Typed extends object>(props: AccountFormProps<Typed>) {
  const { texts: said, path, errorsIn, bodyOf, afterwards, next, ways, children } = props
  const [errors, setErrors] = useState<Errors<Typed>>({})
  const asking = useAsking()
  useTitle(said.title)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (asking.isAsking) return
    const typed = typedIn<Typed>(event.currentTarget)
    const wrong = errorsIn?.(typed) ?? {}
    setErrors(wrong)
    if (Object.values(wrong).some(Boolean)) return
    const done = await asking.post<{ session: Session }>(path, bodyOf?.(typed) ?? typed)
    const more = done && afterwards
    const last = more ? await asking.post<{ session: Session }>(more.path, more.body) : done
    if (last) goOn(last.session, next)
  }
  const type = (event: FormEvent<HTMLFormElement>) => {
    asking.clear()
    setErrors(leftWrong(errors, errorsIn?.(typedIn<Typed>(event.currentTarget)) ?? {}))
  }
  return (
    <Page>
      <form onSubmit={(event) => void submit(event)} onInput={type} noValidate>
        <Stack maw="27rem" mx="auto" my="xl">
          <h1>{said.title}</h1>
          {said.help && <Text c="dimmed">{said.help}</Text>}
          {!navigator.cookieEnabled && <p role="alert">{accountTexts.noCookies}</p>}
          {children(errors)}
          <Trouble asking={asking} />
          <Button type="submit" loading={asking.isAsking} fullWidth>
            {said.button}
          </Button>
          <Stack gap="xs">
            {ways}
            <a href="/">{texts.shell.toMarket}</a>
          </Stack>
        </Stack>
      </form>
    </Page>
  )
}

/** The texts in a form's fields, by their names. */
export const typedIn = <Typed extends object>(form: HTMLFormElement): Typed =>
  Object.fromEntries(new FormData(form)) as object as Typed

/**
 * After signing in, loads a page for the new session: the one that the person wanted, if it belongs to this site, or
 * the start page for their role.
 */
function goOn({ role }: Session, wanted?: string): void {
  const { origin } = window.location
  const isHere =
    wanted !== undefined && URL.canParse(wanted, origin) && new URL(wanted, origin).origin === origin
  const sells = role === 'seller' || role === 'operator'
  window.location.assign(isHere ? wanted : sells ? '/sell' : '/orders')
}

/** Why it did not work, announced to screen readers when it appears. */
export const Trouble = ({ asking: { trouble } }: { asking: Asking }) => (
  <div role="alert">
    {trouble && (
      <Note tone="bad" icon="alert">
        {trouble}
      </Note>
    )}
  </div>
)
