import { Button, PasswordInput, Stack } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { type FormEvent, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { Page } from '../../ui/page.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { texts } from '../../ui/texts.ts'
import { tokenIn } from './sign-in.ts'
import styles from './sign-in-page.module.css'
import type { Entry } from './use-entry.ts'

const said = sellerTexts.entry

/** Says where to find the operator's link, with a field for it. */
export function SignInPage({ entry, enter }: { entry: Entry; enter: (token: string) => void }) {
  const [typed, setTyped] = useState('')
  const [empty, setEmpty] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const token = tokenIn(typed)
    setEmpty(token === null)
    if (token !== null) enter(token)
  }
  const why = entry.kind === 'outside' ? said.why[entry.why] : undefined
  return (
    <Page>
      <Stack component="form" maw="27rem" mx="auto" my="xl" onSubmit={submit}>
        <Icon name="lock" size={40} />
        <h1>{said.title}</h1>
        <Button component="a" href="/sign-in?next=%2Fsell" fullWidth>
          {said.byAccount}
        </Button>
        <p>{said.where}</p>
        <code className={styles.example}>{said.example}</code>
        <PasswordInput
          label={said.field}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={empty ? said.empty : why}
          autoComplete="off"
          name="operator-token"
        />
        <Button type="submit" variant="outline" loading={entry.kind === 'entering'} fullWidth>
          {said.button}
        </Button>
        <a href="/">{texts.shell.toMarket}</a>
      </Stack>
    </Page>
  )
}
