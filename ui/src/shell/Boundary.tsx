/** Keeps the window standing when a page breaks: says what happened and offers to try again. */
import { Component, type ReactNode } from "react";
import { Trouble } from "./Waiting";
import { Refused } from "../host";

export class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Trouble title="This page stopped working" error={new Refused({ code: "page", message: error.message, remedy: "Try again; your open definitions are kept." })} onRetry={() => this.setState({ error: null })} />;
  }
}
