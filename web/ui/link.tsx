import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Native<Props> = Props &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { readonly ref?: Ref<HTMLAnchorElement> };

/** A link inside the app that looks like text. Typed by the routes. */
export const LinkAnchor = createLink((props: Native<AnchorProps>) => <Anchor {...props} />);

/** A link inside the app that looks like a button. */
export const LinkButton = createLink((props: Native<ButtonProps>) => <Button component="a" {...props} />);
