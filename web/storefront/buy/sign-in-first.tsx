import { Button } from '@mantine/core'
import { texts } from '../../ui/texts.ts'

/** Links to signing in and to creating an account, which lead back to this page. */
export const SignInFirst = () => (
  <Button component="a" href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>
    {texts.storefront.buy.signIn}
  </Button>
)
