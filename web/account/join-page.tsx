import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { isBlank } from '../../shared/blank.ts'
import type { StaffRole } from '../../shared/catalog/staff.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import { ask } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { Page } from '../ui/page.tsx'
import { useTitle } from '../ui/use-title.ts'
import { AccountForm, Trouble } from './account-form.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { type Credentials, errorsIn } from './credentials.ts'
import { useAsking } from './use-asking.ts'

const said = accountTexts.invite.join

export interface JoinProps {
  secret: string
  job: { email: string | null; shopName: string; role: StaffRole }
}

/** What somebody sees who is invited to help in a shop: as who they are, with an account, or with a new one. */
export function Join({ secret, job }: JoinProps) {
  const [session, setSession] = useState<Session | null>(null)
  const [mode, setMode] = useState<'new' | 'known'>('new')
  useEffect(() => {
    void ask<{ session: Session }>('POST', '/api/session').then((answer) => {
      if (answer.kind === 'ok' && answer.reply.session.role !== 'guest') setSession(answer.reply.session)
    })
  }, [])
  const texts = { title: said.title(job.shopName), help: said.help(said.roles[job.role]) }
  if (session) {
    return <AsMyself secret={secret} session={session} texts={texts} onOther={() => setSession(null)} />
  }
  const isNew = mode === 'new'
  return (
    <AccountForm<Credentials & { name?: string }>
      key={mode}
      texts={{ ...texts, button: isNew ? said.button : said.signIn }}
      path={isNew ? '/api/invites/accept' : '/api/sign-in'}
      {...(isNew ? { errorsIn } : { afterwards: { path: '/api/invites/join', body: { secret } } })}
      bodyOf={({ name = '', ...credentials }) =>
        isNew ? { secret, ...credentials, ...(isBlank(name) ? {} : { name }) } : credentials
      }
      next="/sell"
      ways={
        <Button variant="subtle" me="auto" onClick={() => setMode(isNew ? 'known' : 'new')}>
          {isNew ? said.toSignIn : said.toSignUp}
        </Button>
      }
    >
      {(errors) => (
        <>
          <CredentialFields kind={isNew ? 'new' : 'current'} email={job.email} errors={errors} />
          {isNew && (
            <TextInput label={accountTexts.optional(accountTexts.name)} name="name" autoComplete="name" />
          )}
        </>
      )}
    </AccountForm>
  )
}

interface AsMyselfProps {
  secret: string
  session: Session
  texts: { title: string; help: string }
  onOther: () => void
}

/** For somebody who is signed in. */
function AsMyself({ secret, session, texts, onOther }: AsMyselfProps) {
  const asking = useAsking()
  useTitle(texts.title)
  const join = async () => {
    if (await asking.post('/api/invites/join', { secret })) window.location.assign('/sell')
  }
  return (
    <Page>
      <Stack maw="27rem" mx="auto" my="xl">
        <h1>{texts.title}</h1>
        <Text c="dimmed">{texts.help}</Text>
        <Trouble asking={asking} />
        <Group gap="xs">
          <Button loading={asking.isAsking} onClick={() => void join()}>
            {said.as(session.name)}
          </Button>
          <Button variant="subtle" onClick={onOther}>
            {said.notMe}
          </Button>
        </Group>
      </Stack>
    </Page>
  )
}
