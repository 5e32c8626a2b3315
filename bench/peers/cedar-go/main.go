// The Go implementation of Cedar, as a side of a benchmark: one command a line on stdin, one answer
// a line on stdout (bench/README.md).
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/resolved"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
)

// A job does its work once; what it makes is kept from being optimised away.
type job func() (any, error)

var kept any

func read(folder, name string) []byte {
	text, err := os.ReadFile(folder + "/" + name)
	if err != nil {
		panic(err)
	}
	return text
}

func policies(text []byte) (*cedar.PolicySet, error) {
	return cedar.NewPolicySetFromBytes("", text)
}

func count(set *cedar.PolicySet) int {
	n := 0
	for range set.All() {
		n++
	}
	return n
}

func entities(text []byte) (cedar.EntityMap, error) {
	var all cedar.EntityMap
	err := all.UnmarshalJSON(text)
	return all, err
}

func resolve(text []byte, cedarSyntax bool) (*resolved.Schema, error) {
	var read schema.Schema
	var err error
	if cedarSyntax {
		err = read.UnmarshalCedar(text)
	} else {
		err = read.UnmarshalJSON(text)
	}
	if err != nil {
		return nil, err
	}
	return read.Resolve()
}

// The policies of a set that the validator finds an error in.
func wrong(validator *validate.Validator, set *cedar.PolicySet) string {
	var ids []string
	for id, policy := range set.All() {
		if validator.Policy(string(id), (*ast.Policy)(policy.AST())) != nil {
			ids = append(ids, string(id))
		}
	}
	sort.Strings(ids)
	return strings.Join(ids, ",")
}

func loadValidate(folder string) (job, string, error) {
	all, err := resolve(read(folder, "schema.cedarschema"), true)
	if err != nil {
		return nil, "", err
	}
	validator := validate.New(all)
	set, err := policies(read(folder, "policies.cedar"))
	if err != nil {
		return nil, "", err
	}
	faulty, err := policies(read(folder, "faulty.cedar"))
	if err != nil {
		return nil, "", err
	}
	facts := fmt.Sprintf("policies=%d wrong=%s faulty=%s", count(set), wrong(validator, set),
		wrong(validator, faulty))
	return func() (any, error) { return wrong(validator, set), nil }, facts, nil
}

// load reads the inputs of a benchmark: what to do, and facts that all sides must agree on.
func load(benchmark, folder string) (job, string, error) {
	switch benchmark {
	case "policy-text":
		text := read(folder, "policies.cedar")
		set, err := policies(text)
		if err != nil {
			return nil, "", err
		}
		return func() (any, error) { return policies(text) },
			fmt.Sprintf("policies=%d", count(set)), nil
	case "entity-json":
		text := read(folder, "entities.json")
		all, err := entities(text)
		return func() (any, error) { return entities(text) },
			fmt.Sprintf("entities=%d", len(all)), err
	case "validate":
		return loadValidate(folder)
	case "schema-json", "schema-cedar":
		inCedar := benchmark == "schema-cedar"
		name := "schema.json"
		if inCedar {
			name = "schema.cedarschema"
		}
		text := read(folder, name)
		all, err := resolve(text, inCedar)
		if err != nil {
			return nil, "", err
		}
		return func() (any, error) { return resolve(text, inCedar) },
			fmt.Sprintf("types=%d actions=%d", len(all.Entities)+len(all.Enums), len(all.Actions)), nil
	}
	return nil, "", fmt.Errorf("unknown benchmark %s", benchmark)
}

// resident is the size of this process in memory, after what is free was given back.
func resident() int {
	runtime.GC()
	debug.FreeOSMemory()
	pages, err := strconv.Atoi(strings.Fields(string(read("/proc/self", "statm")))[1])
	if err != nil {
		panic(err)
	}
	return pages * 4096
}

func memory(what, folder string) (string, error) {
	var before, after, n int
	if what == "policies" {
		text := read(folder, "policies.cedar")
		before = resident()
		set, err := policies(text)
		if err != nil {
			return "", err
		}
		after = resident()
		n = count(set)
		runtime.KeepAlive(text)
	} else {
		text := read(folder, "entities.json")
		before = resident()
		all, err := entities(text)
		if err != nil {
			return "", err
		}
		after = resident()
		n = len(all)
		runtime.KeepAlive(text)
	}
	return fmt.Sprintf("bytes %d count %d", max(after-before, 0), n), nil
}

// processorTime does not count what other programs get meanwhile; what the collector takes counts.
func processorTime() time.Duration {
	const clockProcess = 2
	var now syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockProcess, uintptr(unsafe.Pointer(&now)), 0)
	return time.Duration(now.Nano())
}

func timed(work job, times int) (string, error) {
	start := processorTime()
	for range times {
		made, err := work()
		if err != nil {
			return "", err
		}
		kept = made
	}
	return strconv.FormatInt((processorTime() - start).Nanoseconds(), 10), nil
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/cedar-policy/cedar-go" {
			return "cedar-go " + strings.TrimPrefix(module.Version, "v")
		}
	}
	return "cedar-go"
}

func answer(words []string, work *job) (string, error) {
	switch {
	case len(words) == 3 && words[0] == "load":
		loaded, facts, err := load(words[1], words[2])
		*work = loaded
		return facts, err
	case len(words) == 2 && words[0] == "run" && *work != nil:
		times, err := strconv.Atoi(words[1])
		if err != nil {
			return "", err
		}
		return timed(*work, times)
	case len(words) == 3 && words[0] == "memory":
		return memory(words[1], words[2])
	case len(words) == 1 && words[0] == "version":
		return version(), nil
	}
	return "", errors.New("not understood: " + strings.Join(words, " "))
}

func main() {
	runtime.GOMAXPROCS(1) // one thread, as the others
	var work job
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		text, err := answer(strings.Split(lines.Text(), " "), &work)
		if err != nil {
			fmt.Println("error", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("ok", text)
		}
	}
}
