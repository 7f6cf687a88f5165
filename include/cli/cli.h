/*
 * The program: arguments in, exit status out (contract.md, "Exit status").
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

int cli_main(int argc, char **argv);

#endif
